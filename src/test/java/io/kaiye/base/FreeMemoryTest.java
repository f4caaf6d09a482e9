package io.kaiye.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreeMemoryTest {
    @TempDir private Path folder;
    private Path proc;
    private Path groups;

    @BeforeEach
    void aMachineWithEightMegabytesAvailable() throws IOException {
        proc = folder.resolve("proc");
        groups = folder.resolve("cgroup");
        write(proc.resolve("meminfo"), "MemTotal: 16384 kB\nMemAvailable:    8192 kB\n");
    }

    @Test
    void thisMachineHasSome() {
        assertTrue(FreeMemory.bytes() > 1 << 20);
        assertTrue(FreeMemory.bytes() <= Machine.current().memoryBytes());
    }

    @Test
    void withoutGroupsItIsWhatTheMachineHas() {
        assertEquals(OptionalLong.of(8 << 20), FreeMemory.bytes(proc, groups));
        assertEquals(OptionalLong.empty(), FreeMemory.bytes(folder.resolve("none"), groups));
    }

    @Test
    void theTightestGroupAboveCounts() throws IOException {
        write(proc.resolve("self/cgroup"), "0::/team/job\n");
        write(groups.resolve("team/job/memory.max"), "max\n");
        write(groups.resolve("team/job/memory.current"), "1000\n");
        write(groups.resolve("team/memory.max"), "3000000\n");
        write(groups.resolve("team/memory.current"), "2000000\n");
        write(groups.resolve("team/memory.stat"), "anon 5\ninactive_file 500000\n");
        assertEquals(OptionalLong.of(1_500_000), FreeMemory.bytes(proc, groups));
    }

    @Test
    void insideAContainerTheRootGroupHasTheLimit() throws IOException {
        write(proc.resolve("self/cgroup"), "0::/not/seen/from/here\n");
        write(groups.resolve("memory.max"), "2000000\n");
        write(groups.resolve("memory.current"), "1900000\n");
        assertEquals(OptionalLong.of(100_000), FreeMemory.bytes(proc, groups));
    }

    @Test
    void groupsOfVersionOneAreRead() throws IOException {
        write(proc.resolve("self/cgroup"), "5:cpu,memory:/docker/x\n1:name=systemd:/\n");
        write(groups.resolve("memory/docker/x/memory.limit_in_bytes"), "4000000\n");
        write(groups.resolve("memory/docker/x/memory.usage_in_bytes"), "3000000\n");
        assertEquals(OptionalLong.of(1_000_000), FreeMemory.bytes(proc, groups));
    }

    @Test
    void aGroupOverItsLimitHasNothingLeft() throws IOException {
        write(proc.resolve("self/cgroup"), "0::/\n");
        write(groups.resolve("memory.max"), "2000\n");
        write(groups.resolve("memory.current"), "9000\n");
        assertEquals(OptionalLong.of(0), FreeMemory.bytes(proc, groups));
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
