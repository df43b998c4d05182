using System.Text;
using IotHub.Testing;
using IotHub.Uplink.File;
using Files = System.IO.File;

namespace IotHub.Uplink.Tests.File;

public sealed class FileUplinkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));

    private string Folder => _folder.At("events");

    private FileUplinkOptions Options => new() { Folder = Folder };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Send_Batch_IsOneLineForEachEventByteForByte()
    {
        await SendAsync(Options, 1, 3);

        Assert.Equal(Events.Some(1, 3).Select(item => Encoding.UTF8.GetString(item.Body.Span)), await Files.ReadAllLinesAsync(Assert.Single(All())));
        Assert.Equal("events-20260301T080000Z-0000.jsonl", Path.GetFileName(All()[0]));
    }

    [Fact]
    public void Uplink_NothingSent_MakesNoFile()
    {
        _ = new FileUplink(Options, _time);

        Assert.False(Directory.Exists(Folder));
    }

    [Fact]
    public async Task Send_AfterARestart_GoesOnWithTheSameFile()
    {
        await SendAsync(Options, 1, 2);
        await SendAsync(Options, 3, 2);

        Assert.Equal(["id-0001", "id-0002", "id-0003", "id-0004"], Ids());
        Assert.Single(All());
    }

    [Fact]
    public async Task Send_FileIsFull_BeginsTheNext()
    {
        var options = Options with { FileBytesMax = 64 * 1024 };
        await using var uplink = new FileUplink(options, _time);
        for (var number = 0; number < 20; number++)
        {
            Assert.IsType<SendResult.Accepted>(await uplink.SendAsync(Events.Some(number * 10, 10, padding: 1000), CancellationToken.None));
        }

        Assert.True(All().Count > 3);
        Assert.All(All(), path => Assert.InRange(new FileInfo(path).Length, 1, options.FileBytesMax));
        Assert.Equal(Events.Some(0, 200).Select(item => item.Id), Ids());
    }

    [Fact]
    public async Task Send_FileIsOld_BeginsTheNext()
    {
        await using var uplink = new FileUplink(Options, _time);
        await uplink.SendAsync(Events.Some(1, 1), CancellationToken.None);
        _time.Advance(TimeSpan.FromDays(1) - TimeSpan.FromTicks(1));
        await uplink.SendAsync(Events.Some(2, 1), CancellationToken.None);
        Assert.Single(All());
        _time.Advance(TimeSpan.FromTicks(1));
        await uplink.SendAsync(Events.Some(3, 1), CancellationToken.None);

        Assert.Equal(2, All().Count);
    }

    [Fact]
    public async Task Send_ClockWasSetBack_StillAppendsInOrder()
    {
        await SendAsync(Options, 1, 1);
        _time.StepWallClock(TimeSpan.FromHours(-1));
        await SendAsync(Options, 2, 1);

        Assert.Equal(["id-0001", "id-0002"], Ids().Order());
    }

    [Fact]
    public async Task Send_ManyFiles_KeepsWithinTheBoundAndTheNewestStay()
    {
        var options = Options with { FileBytesMax = 64 * 1024, TotalBytesMax = 256 * 1024 };
        await using var uplink = new FileUplink(options, _time);
        for (var number = 0; number < 100; number++)
        {
            await uplink.SendAsync(Events.Some(number * 10, 10, padding: 1000), CancellationToken.None);
            Assert.InRange(All().Sum(path => new FileInfo(path).Length), 1, options.TotalBytesMax);
        }

        var ids = Ids().ToList();
        Assert.Equal(Events.Some(1000 - ids.Count, ids.Count).Select(item => item.Id), ids);
        Assert.True(ids.Count > 100);
    }

    [Theory]
    [InlineData("{\"id\":\"torn")]
    [InlineData("x")]
    public async Task Send_LastLineIsTorn_CutsItAndGoesOn(string torn)
    {
        await SendAsync(Options, 1, 2);
        await Files.AppendAllTextAsync(All()[0], torn);
        await SendAsync(Options, 3, 1);

        Assert.Equal(["id-0001", "id-0002", "id-0003"], Ids());
    }

    [Fact]
    public async Task Send_FileIsNothingButATornLine_BeginsAnew()
    {
        Directory.CreateDirectory(Folder);
        await Files.WriteAllTextAsync(Path.Combine(Folder, "events-20260301T075900Z-0000.jsonl"), "{\"id\":");
        await SendAsync(Options, 1, 1);

        Assert.Equal(["id-0001"], Ids());
    }

    [Fact]
    public async Task Send_EventWithALineBreak_IsRejectedAndTheOnesBeforeAreWritten()
    {
        await using var uplink = new FileUplink(Options, _time);
        var broken = Events.One(2) with { Body = "{\n}"u8.ToArray() };

        Assert.Equal(1, Assert.IsType<SendResult.Rejected>(await uplink.SendAsync([Events.One(1), broken, Events.One(3)], CancellationToken.None)).Index);
        Assert.Equal(["id-0001"], Ids());
    }

    [Fact]
    public async Task Send_FolderCannotBeMade_IsTriedAgain()
    {
        _folder.Write("events", "a file in the way");

        Assert.IsType<SendResult.Retry>(await SendAsync(Options, 1, 1));
    }

    private async Task<SendResult> SendAsync(FileUplinkOptions options, int first, int count)
    {
        await using var uplink = new FileUplink(options, _time);
        return await uplink.SendAsync(Events.Some(first, count), CancellationToken.None);
    }

    private List<string> All() => [.. Directory.GetFiles(Folder).Order(StringComparer.Ordinal)];

    private IEnumerable<string> Ids() => All().SelectMany(Files.ReadAllLines).SelectMany(line => Events.IdsOf(Encoding.UTF8.GetBytes(line)));
}
