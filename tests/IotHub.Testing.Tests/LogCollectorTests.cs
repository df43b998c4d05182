using Microsoft.Extensions.Logging;
using Xunit.Sdk;

namespace IotHub.Testing.Tests;

public sealed class LogCollectorTests
{
    [Fact]
    public void AssertNoErrors_ErrorThatWasAskedFor_Passes()
    {
        using var log = new LogCollector();
        log.CreateLogger<LogCollectorTests>().Log(LogLevel.Error, new EventId(7), "disk is full");

        log.AssertNoErrors(7);
    }

    [Fact]
    public void AssertNoErrors_ErrorNobodyAskedFor_FailsWithItsText()
    {
        using var log = new LogCollector();
        var cause = new IOException("no space");
        log.CreateLogger<LogCollectorTests>().Log(LogLevel.Critical, new EventId(8), cause, "disk sda is full");

        var failure = Assert.ThrowsAny<XunitException>(() => log.AssertNoErrors(7));

        Assert.Contains("disk sda is full", failure.Message, StringComparison.Ordinal);
        Assert.Contains("no space", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WaitForAsync_EntryWrittenLater_CompletesWithIt()
    {
        using var log = new LogCollector();
        var waiting = log.WaitForAsync(5);
        var logger = log.CreateLogger("hub");
        logger.Log(LogLevel.Information, new EventId(4), "not this");
        Assert.False(waiting.IsCompleted);

        logger.Log(LogLevel.Information, new EventId(5), "this");

        Assert.Equal("this", (await waiting).Message);
        Assert.Equal(["not this", "this"], log.Entries.Select(entry => entry.Message));
    }
}
