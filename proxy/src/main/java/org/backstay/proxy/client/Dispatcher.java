package org.backstay.proxy.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.backstay.proxy.exchange.Join;
import org.backstay.proxy.exchange.ServerLink;
import org.backstay.proxy.pool.Pool;
import org.backstay.proxy.server.Failures;
import org.backstay.resp.CommandEncoder;
import org.backstay.resp.Request;
import org.jspecify.annotations.Nullable;

/** Decides for one client what happens with each of its requests. Owned by the client's loop. */
final class Dispatcher {
    private static final int LONGEST_NAME_SHOWN = 128;

    private final ClientConnection client;
    private final Pool pool;
    private final Splitter splitter;

    Dispatcher(ClientConnection client, Pool pool) {
        this.client = client;
        this.pool = pool;
        this.splitter = new Splitter(client, pool);
    }

    void dispatch(Request request) {
        Route route = RouteTable.NUTCRACKER.find(request.address(0), request.length(0));
        if (!client.authenticated() && !worksWithoutPassword(route)) {
            client.answer("-NOAUTH Authentication required\r\n");
        } else if (route == null) {
            client.answer("-ERR unknown command '" + shown(request) + "': the proxy does not forward it\r\n");
        } else if (!route.accepts(request.size())) {
            wrongNumber(route);
        } else {
            dispatch(route, request);
        }
    }

    private static boolean worksWithoutPassword(@Nullable Route route) {
        return route != null && (route.action() == Route.Action.AUTH || route.action() == Route.Action.QUIT);
    }

    private void dispatch(Route route, Request request) {
        switch (route.action()) {
            case FORWARD -> forward(pool.route(request.address(1), request.length(1)), request);
            case FORWARD_SCRIPT -> script(request);
            case FORWARD_ANYWHERE -> forward(pool.routeAnywhere(), request);
            case SPLIT_ELEMENTS -> split(Join.Kind.ELEMENTS, 1, request);
            case SPLIT_SUM -> split(Join.Kind.SUM, 1, request);
            case SPLIT_PAIRS -> {
                if (request.size() % 2 == 0) {
                    wrongNumber(route);
                } else {
                    split(Join.Kind.STATUS, 2, request);
                }
            }
            case PING -> ping(route, request);
            case QUIT -> client.closeWhenAnswered();
            case AUTH -> authenticate(route, request);
            case SELECT -> select(request);
        }
    }

    private void wrongNumber(Route route) {
        client.answer("-ERR wrong number of arguments for '" + route.name() + "' command\r\n");
    }

    private void split(Join.Kind kind, int step, Request request) {
        int server = splitter.onlyServer(request, step);
        if (server == Splitter.SEVERAL) {
            splitter.split(kind, step, request);
        } else {
            forward(server, request);
        }
    }

    private void forward(int server, Request request) {
        if (server == Pool.NONE) {
            client.refuse(Failures.REFUSED);
            return;
        }
        ServerLink link = pool.server(server).link(client.number());
        if (link == null) {
            client.refuse(pool.server(server).error());
        } else if (request.isRaw()) {
            client.send(link, client.open(), request.rawAddress(), request.rawLength());
        } else {
            ByteBuf frame = frame(request);
            client.send(link, client.open(), frame.memoryAddress(), frame.readableBytes());
            frame.release();
        }
    }

    /** An inline command in the form that every server takes. */
    private static ByteBuf frame(Request request) {
        ByteBuf frame = PooledByteBufAllocator.DEFAULT.directBuffer();
        CommandEncoder.header(frame, request.size());
        for (int i = 0; i < request.size(); i++) {
            CommandEncoder.argument(frame, request.address(i), request.length(i));
        }
        return frame;
    }

    private void script(Request request) {
        if (!request.parseLong(2)) {
            client.answer("-ERR value is not an integer or out of range\r\n");
        } else if (request.parsed() < 1) {
            client.answer("-ERR a script needs a key here: the proxy sends it to the server of its first key\r\n");
        } else if (request.parsed() > request.size() - 3) {
            client.answer("-ERR Number of keys can't be greater than number of args\r\n");
        } else {
            forward(pool.route(request.address(3), request.length(3)), request);
        }
    }

    private void ping(Route route, Request request) {
        if (request.size() == 1) {
            client.answer("+PONG\r\n");
        } else if (request.size() == 2) {
            String reply = "$" + request.length(1) + "\r\n" + request.text(1) + "\r\n";
            client.answer(reply.getBytes(StandardCharsets.ISO_8859_1));
        } else {
            wrongNumber(route);
        }
    }

    private void authenticate(Route route, Request request) {
        String password = pool.config().password();
        if (request.size() > 3) {
            wrongNumber(route);
        } else if (password == null) {
            client.answer("-ERR Client sent AUTH, but no password is set\r\n");
        } else {
            boolean user = request.size() == 2 || request.is(1, "default");
            byte[] given = request.bytes(request.size() - 1);
            boolean right = user && MessageDigest.isEqual(given, password.getBytes(StandardCharsets.UTF_8));
            client.authenticated(right);
            client.answer(right ? "+OK\r\n" : "-ERR invalid password\r\n");
        }
    }

    private void select(Request request) {
        int database = pool.config().database();
        if (request.parseLong(1) && request.parsed() == database) {
            client.answer("+OK\r\n");
        } else {
            client.answer("-ERR this pool uses database " + database + " alone; 'redis_db:' sets another for all\r\n");
        }
    }

    /** A command's name, fit for a line. */
    private static String shown(Request request) {
        String name = request.text(0);
        String start = name.length() > LONGEST_NAME_SHOWN ? name.substring(0, LONGEST_NAME_SHOWN) : name;
        return start.replaceAll("[^\\x20-\\x7e]", "?");
    }
}
