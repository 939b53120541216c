package org.backstay.house;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** One Java file as the compiler's parser sees it: how long it is, and what it declares. */
record JavaSource(Path file, int lines, List<String> types, List<Method> methods) {
    /** A method or constructor: {@code Outer.Inner.name}, and how many lines it takes from its name to its last brace. */
    record Method(String name, int lines) {}

    /** Every Java file of the project, read in one pass of the parser. */
    static List<JavaSource> all() {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, null, null, files.getJavaFileObjectsFromPaths(Project.javaFiles()));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            List<JavaSource> sources = new ArrayList<>();
            for (CompilationUnitTree unit : task.parse()) {
                sources.add(of(unit, positions));
            }
            return sources;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JavaSource of(CompilationUnitTree unit, SourcePositions positions) {
        Declarations declarations = new Declarations(unit, positions);
        declarations.scan(unit, null);
        Path file = Path.of(unit.getSourceFile().toUri());
        int lines = (int) Project.read(file).lines().count();
        return new JavaSource(file, lines, declarations.types, declarations.methods);
    }

    private static final class Declarations extends TreeScanner<Void, Void> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final List<String> types = new ArrayList<>();
        private final List<Method> methods = new ArrayList<>();
        private String outer = "";

        Declarations(CompilationUnitTree unit, SourcePositions positions) {
            this.unit = unit;
            this.positions = positions;
        }

        @Override
        public Void visitClass(ClassTree type, Void nothing) {
            String enclosing = outer;
            String name = type.getSimpleName().toString();
            outer = enclosing + (name.isEmpty() ? "anonymous" : name) + ".";
            if (!name.isEmpty()) {
                types.add(name);
            }
            super.visitClass(type, null);
            outer = enclosing;
            return null;
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            if (method.getBody() != null) {
                methods.add(new Method(outer + method.getName(), line(method, false) - line(method, true) + 1));
            }
            return super.visitMethod(method, null);
        }

        private int line(Tree tree, boolean start) {
            long position = start ? positions.getStartPosition(unit, tree) : positions.getEndPosition(unit, tree);
            return (int) unit.getLineMap().getLineNumber(position);
        }
    }
}
