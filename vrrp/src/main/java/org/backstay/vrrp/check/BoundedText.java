package org.backstay.vrrp.check;

/** A text that may be looked at only so often: an expression that tries for ever must not stop the loop. */
final class BoundedText implements CharSequence {
    /** About a tenth of a second. */
    private static final int MOST_LOOKS = 20_000_000;

    /** The expression has had its time. */
    static final class TooMuchWork extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooMuchWork() {
            super("the expression takes too long", null, false, false);
        }
    }

    private final CharSequence text;
    private int looks;

    BoundedText(CharSequence text) {
        this.text = text;
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        if (++looks > MOST_LOOKS) {
            throw new TooMuchWork();
        }
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.subSequence(start, end);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
