using IotHub.Automation.Preview;
using IotHub.Storage.Files;

namespace IotHub.Storage.Writer;

/// <summary>What automations were told beside changes, each source within its own bound: a chatty topic must not push out what devices did.</summary>
internal sealed class HappeningTable
{
    // Looking for what is too old reads an index; once in so many rows that costs nothing.
    private const int RowsBetweenLooks = 512;

    private static readonly int[] Sources = [0, 1];
    private readonly Statement _add;
    private readonly Statement _findOldest;
    private readonly Statement _drop;
    private readonly Statement _erase;
    private readonly Statement _lose;
    private readonly Statement _limit;
    private readonly int _happeningsMax;
    private readonly int _messagesMax;
    private int _rows;

    public HappeningTable(Database database, StorageOptions options)
    {
        (_happeningsMax, _messagesMax) = (options.HappeningsMax, options.MessagesMax);
        _add = database.Prepare("INSERT INTO happening (at, source, device, what) VALUES (@at, @source, @device, @what)", "@at", "@source", "@device", "@what");
        _findOldest = database.Prepare("SELECT id FROM happening WHERE source = @source ORDER BY id DESC LIMIT 1 OFFSET @keep", "@source", "@keep");
        _limit = database.Prepare(
            "INSERT INTO happening_limit SELECT @source, max(at) + 1 FROM happening WHERE source = @source AND id <= @id " +
            "ON CONFLICT (source) DO UPDATE SET complete_from = max(complete_from, excluded.complete_from)",
            "@source", "@id");
        _lose = database.Prepare(
            "INSERT INTO happening_limit VALUES (@source, @until) ON CONFLICT (source) DO UPDATE SET complete_from = max(complete_from, excluded.complete_from)",
            "@source", "@until");
        _erase = database.Prepare("DELETE FROM happening WHERE device = @device", "@device");
        _drop = database.Prepare("DELETE FROM happening WHERE source = @source AND id <= @id", "@source", "@id");
    }

    public void Add(RecordedHappening happening)
    {
        _rows++;
        _add.Run(happening.At.UtcTicks, happening is RecordedHappening.Message or RecordedHappening.Hook ? 1L : 0L, DeviceOf(happening), RecordedHappeningJson.Write(happening));
    }

    /// <summary>Forgets what happened at a device.</summary>
    public void Erase(string device) => _erase.Run(device);

    /// <summary>Something was lost on the way: what is kept is whole only from a moment on.</summary>
    public void Lose(DateTimeOffset until)
    {
        foreach (var source in Sources)
        {
            _lose.Run((long)source, until.UtcTicks);
        }
    }

    /// <summary>Drops what is beyond the bound, now and then, and keeps from when on all is there.</summary>
    public void DropOld()
    {
        if (_rows < RowsBetweenLooks)
        {
            return;
        }

        _rows = 0;
        foreach (var source in Sources)
        {
            if (_findOldest.Number((long)source, (long)(source == 0 ? _happeningsMax : _messagesMax)) is { } id)
            {
                _limit.Run((long)source, id);
                _drop.Run((long)source, id);
            }
        }
    }

    private static string DeviceOf(RecordedHappening happening) => happening switch
    {
        RecordedHappening.Event { Device: var device } => device,
        RecordedHappening.AvailabilityNews { Device: var device } => device,
        RecordedHappening.SaidAgain { Device: var device } => device,
        RecordedHappening.Called { Device: var device } => device,
        RecordedHappening.CallEnded { Device: var device } => device,
        _ => string.Empty,
    };
}
