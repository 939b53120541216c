package org.backstay.config;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The format of keepalived.conf: statements a line, blocks between braces that may stand anywhere, {@code #} and {@code !} before
 * comments, and the line-wise additions of {@link BraceSource}. What keepalived itself forgives is reported and read on.
 */
public final class Braces {
    private static final int DEEPEST = 64;

    /** Where files come from. */
    public interface Sources {
        /** Reads a whole file. */
        byte[] read(String path) throws IOException;

        /** The names in a directory, sorted. */
        List<String> list(String directory) throws IOException;
    }

    /** Hears of what is wrong and can be read over. */
    @FunctionalInterface
    public interface Faults {
        /** Something is wrong at a line. */
        void fault(String file, int line, String what);
    }

    /** A block whose closing brace has not come yet. */
    private record Open(Statement head, List<Block> body) {}

    private final Faults faults;
    private final Deque<Open> open = new ArrayDeque<>();
    private List<Block> current = new ArrayList<>();

    private Braces(Faults faults) {
        this.faults = faults;
    }

    /**
     * Reads a file and what it includes.
     *
     * @param configId what {@code @} conditions are compared with
     * @param random for {@code ${_RANDOM}}
     * @throws IOException when the file itself can't be read
     * @throws ConfigException when it would never end
     */
    public static List<Block> readFile(
            String path, Sources sources, String configId, RandomGenerator random, Faults faults) throws IOException {
        List<BraceSource.Line> lines = new BraceSource(sources, faults, configId, random).read(path);
        return new Braces(faults).blocks(lines, path);
    }

    private List<Block> blocks(List<BraceSource.Line> lines, String path) {
        for (BraceSource.Line line : lines) {
            line(line);
        }
        if (!open.isEmpty()) {
            Statement last = open.peek().head;
            faults.fault(
                    path,
                    last.line(),
                    "There are " + open.size() + " more '{' than '}' (first after '" + last.name() + "')");
        }
        while (!open.isEmpty()) {
            close();
        }
        return current;
    }

    private void line(BraceSource.Line line) {
        List<String> words = new ArrayList<>();
        for (BraceWords.Word word : BraceWords.words(line.text())) {
            if (!word.brace()) {
                words.add(word.text());
                continue;
            }
            add(words, line);
            words = new ArrayList<>();
            if (word.text().equals("{")) {
                open(line);
            } else if (open.isEmpty()) {
                faults.fault(line.file(), line.number(), "Extra '}' found");
            } else {
                close();
            }
        }
        add(words, line);
    }

    private void add(List<String> words, BraceSource.Line line) {
        if (!words.isEmpty()) {
            current.add(new Block(new Statement(List.copyOf(words), line.file(), line.number()), List.of(), false));
        }
    }

    private void open(BraceSource.Line line) {
        if (open.size() == DEEPEST) {
            throw new ConfigException(line.file(), line.number(), "blocks " + DEEPEST + " deep", "fewer");
        }
        Statement head;
        if (current.isEmpty() || current.getLast().braced()) {
            faults.fault(line.file(), line.number(), "Missing keyword before '{'");
            head = new Statement(List.of("{"), line.file(), line.number());
        } else {
            head = current.removeLast().statement();
        }
        open.push(new Open(head, current));
        current = new ArrayList<>();
    }

    private void close() {
        Open ended = open.pop();
        Block block = new Block(ended.head, List.copyOf(current), true);
        current = ended.body;
        current.add(block);
    }
}
