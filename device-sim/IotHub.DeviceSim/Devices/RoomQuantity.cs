namespace IotHub.DeviceSim.Devices;

/// <summary>One quantity of a room's air, and where it goes when nobody does anything.</summary>
public sealed record RoomQuantity
{
    /// <summary>Its name, such as <c>temperature</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Where it rests, as a mean over the day.</summary>
    public required double Rest { get; init; }

    /// <summary>How far rooms differ from each other, either way.</summary>
    public double Spread { get; set; }

    /// <summary>How far the rest rises and falls over a day, either way.</summary>
    public double Swing { get; set; }

    /// <summary>Hour of the day at which the rest is highest, local time.</summary>
    public double PeakHour { get; set; } = 15;

    /// <summary>Share of the way to the rest in an hour, as a rate: how leaky the room is.</summary>
    public double LeakPerHour { get; set; } = 0.5;

    /// <summary>Half the width of the even chance added in each step.</summary>
    public double Noise { get; set; }

    /// <summary>Units that one person adds in an hour.</summary>
    public double PerPerson { get; set; }

    /// <summary>Smallest value.</summary>
    public double Minimum { get; set; }

    /// <summary>Largest value.</summary>
    public double Maximum { get; set; } = 100_000;

    /// <summary>True for a quantity without memory, such as light: it is its rest and what is added at the moment.</summary>
    public bool IsInstant { get; set; }
}
