namespace IotHub.Storage;

/// <summary>Where and how much is kept: all limits of this component but those of the feed.</summary>
public sealed record StorageOptions
{
    /// <summary>The smallest permitted <see cref="HistoryBytesMax"/>: room for tables, one batch and the steps of deletion.</summary>
    public const long HistoryBytesFloor = 4L * 1024 * 1024;

    /// <summary>The data folder; made where it is missing. Nothing else should write to it.</summary>
    public required string Folder { get; init; }

    /// <summary>
    /// Hard cap of <c>history.db</c> in bytes, <see cref="HistoryBytesFloor"/> or more. At the cap the oldest history goes. The default of
    /// 512 MiB holds some 20 million values and fits the smallest card in use, 8 GB, with room for the system.
    /// </summary>
    public long HistoryBytesMax { get; init; } = 512L * 1024 * 1024;

    /// <summary>
    /// Days of values as they came that minutes make room for, 1 to 3,650. When bytes run out, older values go first, then minutes, then values down to the last day, then hours; days stay.
    /// Ten: where there is room they stay longer, and previews go 30 days back.
    /// </summary>
    public int RawDays { get; init; } = 10;

    /// <summary>The home's time zone: its days are summed up.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Most history rows deleted in one step, 100 to 1,000,000. 10,000 rows take well below a second on a slow card.</summary>
    public int TrimRowsPerStep { get; init; } = 10_000;

    /// <summary>Decisions kept, newest first, 100 to 10,000,000. 50,000 is a month of a busy home.</summary>
    public int DecisionsMax { get; init; } = 50_000;

    /// <summary>
    /// Happenings kept beside values, 100 to 10,000,000: events, availability, runs of automations, what a preview replays. A month of a busy home; at
    /// some 150 bytes each a thirtieth of the file.
    /// </summary>
    public int HappeningsMax { get; init; } = 100_000;

    /// <summary>MQTT messages and calls of hooks kept beside values, 100 to 1,000,000; at a kilobyte each at most 20 MB.</summary>
    public int MessagesMax { get; init; } = 20_000;

    /// <summary>Commands kept with what became of them, newest first, 100 to 10,000,000. As many as decisions: most are sent by one.</summary>
    public int CommandsMax { get; init; } = 50_000;

    /// <summary>Notices to people kept, newest first, 10 to 100,000. A month of a talkative home.</summary>
    public int NoticesMax { get; init; } = 1_000;

    /// <summary>Versions kept in all, of all automations and scenes, 1,000 or more; the oldest that is not in force goes. Years of daily editing.</summary>
    public int DocumentVersionsMax { get; init; } = 100_000;

    /// <summary>Retired hardware kept in mind, 1 to 10,000; beyond it the one retired first is forgotten. As many as the hub itself remembers.</summary>
    public int RetiredMax { get; init; } = 256;

    /// <summary>Damaged files kept aside for each database, 1 to 100; the oldest goes, so that a dying card is not filled by copies.</summary>
    public int SetAsideFilesMax { get; init; } = 5;

    /// <summary>
    /// How many cause ids are reserved ahead, 1,000 or more. A restart skips what is left of them: at a million a time, ids last for
    /// nine million million restarts, and the mark is written once in half a million causes.
    /// </summary>
    public long CauseIdBlock { get; init; } = 1_000_000;

    /// <summary>
    /// Bytes of usage events in the outbox, 1 MB or more; beyond it, what was sent makes room, then what is waiting: use, products, feedback, recommendations, and
    /// last what is essential. 64 MB are some 100,000 events, years of most homes.
    /// </summary>
    public long OutboxBytesMax { get; init; } = 64L << 20;

    /// <summary>How long an event that every uplink sent stays to be seen, 0 to 366 days.</summary>
    public TimeSpan OutboxShownFor { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How long an event waits for an uplink, 1 to 366 days; later nobody wants it.</summary>
    public TimeSpan OutboxWaitsFor { get; init; } = TimeSpan.FromDays(90);

    /// <summary>How long a statement waits for a lock, 0 to 60 s. Only a foreign program can hold one.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Most points a chart gets, whatever was asked for: more than any screen has columns, and a bound on memory.</summary>
    public int HistoryPointsMax { get; init; } = 10_000;

    /// <summary>Says what is wrong with these settings, each naming the setting, its value and the bound; empty when all is well.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        if (string.IsNullOrWhiteSpace(Folder))
        {
            faults.Add("Storage:Folder is empty: name the folder that holds the hub's data.");
        }

        Check(nameof(HistoryBytesMax), HistoryBytesMax, HistoryBytesFloor, long.MaxValue);
        Check(nameof(RawDays), RawDays, 1, 3_650);
        Check(nameof(TrimRowsPerStep), TrimRowsPerStep, 100, 1_000_000);
        Check(nameof(DecisionsMax), DecisionsMax, 100, 10_000_000);
        Check(nameof(HappeningsMax), HappeningsMax, 100, 10_000_000);
        Check(nameof(MessagesMax), MessagesMax, 100, 1_000_000);
        Check(nameof(CommandsMax), CommandsMax, 100, 10_000_000);
        Check(nameof(NoticesMax), NoticesMax, 10, 100_000);
        Check(nameof(DocumentVersionsMax), DocumentVersionsMax, 1_000, int.MaxValue);
        Check(nameof(RetiredMax), RetiredMax, 1, 10_000);
        Check(nameof(SetAsideFilesMax), SetAsideFilesMax, 1, 100);
        Check(nameof(CauseIdBlock), CauseIdBlock, 1_000, 1_000_000_000);
        Check(nameof(HistoryPointsMax), HistoryPointsMax, 2, 1_000_000);
        Check(nameof(OutboxBytesMax), OutboxBytesMax, 1L << 20, long.MaxValue);
        if (OutboxShownFor < TimeSpan.Zero || OutboxShownFor > TimeSpan.FromDays(366) || OutboxWaitsFor < TimeSpan.FromDays(1) || OutboxWaitsFor > TimeSpan.FromDays(366))
        {
            faults.Add($"Storage:OutboxShownFor is {OutboxShownFor} and Storage:OutboxWaitsFor is {OutboxWaitsFor}: they must be between 0 and 1 day and 366 days.");
        }

        if (BusyTimeout < TimeSpan.Zero || BusyTimeout > TimeSpan.FromMinutes(1))
        {
            faults.Add($"Storage:BusyTimeout is {BusyTimeout}: it must be between 0 and 1 minute.");
        }

        return faults;

        void Check(string name, long value, long least, long most)
        {
            if (value < least || value > most)
            {
                faults.Add(most is long.MaxValue or int.MaxValue
                    ? $"Storage:{name} is {value}: it must be {least} or more."
                    : $"Storage:{name} is {value}: it must be between {least} and {most}.");
            }
        }
    }
}
