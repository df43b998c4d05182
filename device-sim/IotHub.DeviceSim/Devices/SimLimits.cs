namespace IotHub.DeviceSim.Devices;

/// <summary>Bounds of the simulator, each with the reason for its number.</summary>
public static class SimLimits
{
    /// <summary>Devices at one time. Each holds a TCP connection; 2,000 stay below the usual 4,096 open files of hub and simulator together.</summary>
    public const int DevicesMax = 2_000;

    /// <summary>Bytes of a request a device reads, as of a small firmware's buffer with room to spare.</summary>
    public const int RequestBytesMax = 64 * 1024;

    /// <summary>Requests a device holds unanswered while it is slow; more are dropped and counted, as an overrun firmware does.</summary>
    public const int RequestsWaitingMax = 64;

    /// <summary>Answers a device remembers by the id of their request, as the topics' rules ask for.</summary>
    public const int AnswersRememberedMax = 32;

    /// <summary>Messages of one device that are held back at a time by its faults; more are lost.</summary>
    public const int MessagesHeldMax = 256;

    /// <summary>Bytes of a home file; the largest home has hundreds of devices with some 300 bytes each.</summary>
    public const int HomeFileBytesMax = 1024 * 1024;

    /// <summary>Happenings of a day in a home file: one for each minute.</summary>
    public const int HappeningsMax = 1_440;

    /// <summary>Rooms of a home; a large house has under 30.</summary>
    public const int RoomsMax = 100;

    /// <summary>People of a home, guests included.</summary>
    public const int PeopleMax = 32;

    /// <summary>Different activities of a home.</summary>
    public const int ActivitiesMax = 200;

    /// <summary>Devices that one activity touches, lights of a room, and stays of a guest.</summary>
    public const int UsesMax = 100;

    /// <summary>How long a device may take to get online; a hub that starts up on a small board needs some seconds.</summary>
    public static TimeSpan JoinTimeout { get; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a stopping device tries to say that it is gone; its Will says it otherwise.</summary>
    public static TimeSpan GoodbyeTimeout { get; } = TimeSpan.FromSeconds(2);
}
