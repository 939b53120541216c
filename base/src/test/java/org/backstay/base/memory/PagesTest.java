package org.backstay.base.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class PagesTest {
    @Test
    void reservedRangeReadsAsZerosAndKeepsWhatIsWrittenUntilDiscarded() {
        long bytes = 32L << 30;
        long address = Pages.reserve(bytes);
        NativeMemory.putLong(address + bytes - 8, 42);
        assertThat(NativeMemory.getLong(address)).isZero();
        assertThat(NativeMemory.getLong(address + bytes - 8)).isEqualTo(42);
        Pages.discard(address + bytes - Pages.SIZE, Pages.SIZE);
        assertThat(NativeMemory.getLong(address + bytes - 8)).isZero();
        Pages.release(address, bytes);
    }

    @Test
    void aRangeThatCannotExistIsRefusedWithTheReason() {
        assertThatExceptionOfType(PagesException.class)
                .isThrownBy(() -> Pages.reserve(1L << 62))
                .withMessageContaining("cannot reserve")
                .withMessageContaining("ENOMEM");
    }
}
