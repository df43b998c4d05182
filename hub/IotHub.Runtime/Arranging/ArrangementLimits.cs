namespace IotHub.Runtime.Arranging;

/// <summary>How large an arrangement may be.</summary>
public static class ArrangementLimits
{
    /// <summary>Bytes of the document: all devices of the largest home with names of usual length.</summary>
    public const int BytesMax = 64 * 1024;

    /// <summary>Floors: a house has three, a hotel would have more hubs.</summary>
    public const int FloorsMax = 32;

    /// <summary>Rooms of all floors, those that are gone with them.</summary>
    public const int RoomsMax = 256;

    /// <summary>Devices of all rooms: those of a full home, and as many that are gone.</summary>
    public const int DevicesMax = 2048;

    /// <summary>Characters of the name of a floor or room, as of a label.</summary>
    public const int NameLengthMax = 80;

    /// <summary>Faults told of one document; further ones are counted.</summary>
    public const int FaultsMax = 50;
}
