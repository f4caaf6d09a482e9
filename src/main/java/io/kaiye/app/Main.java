package io.kaiye.app;

/** Where the process begins. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.out.println("kaiye 0.1.0");
    }
}
