namespace IotHub.Api;

/// <summary>Who may talk to the API, and how much of everything it holds. The defaults suit a home of 300 devices on a Raspberry Pi.</summary>
public sealed class ApiOptions
{
    /// <summary>Host names under which browsers may reach the hub, beside addresses, <c>localhost</c> and <c>hub.local</c>. At most 32, without port.</summary>
    public IList<string> HostNames { get; init; } = [];

    /// <summary>Outputs of the loop that may wait for the feed, 16 to 1,000,000. When full, outputs are skipped and the feed starts over from a snapshot.</summary>
    public int FeedQueueCapacity { get; set; } = 8192;

    /// <summary>Changes kept for clients that come back, 16 to 65,536. About ten minutes of a busy home; who was away longer gets a snapshot.</summary>
    public int LogEntriesMax { get; set; } = 2048;

    /// <summary>Messages that may wait for one client, 16 to 65,536. When full, the client is cut with close code 4002 and resumes.</summary>
    public int ClientQueueCapacity { get; set; } = 1024;

    /// <summary>Live clients at a time, 1 to 1024: every phone, tablet and wall panel of a large home. Further ones are refused with 503.</summary>
    public int LiveClientsMax { get; set; } = 64;

    /// <summary>Largest frame from a client in bytes, 1 KiB to 1 MiB. The largest command with sense is below 4 KiB.</summary>
    public int FrameBytesMax { get; set; } = 16 * 1024;

    /// <summary>Largest body of a request in bytes, 1 KiB to 16 MiB. An automation of 256 KiB has some 3,000 actions.</summary>
    public int BodyBytesMax { get; set; } = 256 * 1024;

    /// <summary>Shortest time that a sender may give a command, above zero. Who does not say leaves it to the device core (<c>DeviceLimits.CommandTimeout</c>).</summary>
    public TimeSpan CommandTimeoutMin { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest time that a command may be given, up to 1 hour.</summary>
    public TimeSpan CommandTimeoutMax { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long the id of a command is remembered, so that a retry is not done twice; 1 second to 1 hour.</summary>
    public TimeSpan CommandMemory { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How many ids of commands are remembered, 16 to 1,000,000; the oldest go first. 13 commands a second for five minutes.</summary>
    public int CommandsRememberedMax { get; set; } = 4096;

    /// <summary>How long a person may take to confirm what opens the home, 5 seconds to 10 minutes. Who takes longer is asked again.</summary>
    public TimeSpan ConfirmationTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Questions to people that wait for their confirmation, 1 to 10,000; the oldest is forgotten, and asked again. Four for each live client.</summary>
    public int ConfirmationsMax { get; set; } = 256;

    /// <summary>Decisions kept for the question why, 1 to 100,000.</summary>
    public int DecisionsKept { get; set; } = 1000;

    /// <summary>Refused messages kept for makers, 1 to 100,000.</summary>
    public int RejectionsKept { get; set; } = 500;

    /// <summary>Points of one history query, 2 to 100,000: more than any screen has columns.</summary>
    public int HistoryPointsMax { get; set; } = 5000;

    /// <summary>How long a request waits for the loop before it is answered with 503; 1 to 60 seconds.</summary>
    public TimeSpan LoopTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a client that is being closed may take to notice, 1 to 60 seconds.</summary>
    public TimeSpan CloseTimeout { get; set; } = TimeSpan.FromSeconds(5);
}
