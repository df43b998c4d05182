namespace IotHub.Gpio.Wiring.Forms;

/// <summary>One member that an object of a wiring document may have.</summary>
/// <param name="Name">As it is written.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Description">What it means, for editors.</param>
internal sealed record WiringMember(string Name, WiringMemberKind Kind, string Description)
{
    /// <summary>True when the object is nothing without it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Smallest number, or shortest time in seconds.</summary>
    public double Minimum { get; init; }

    /// <summary>Largest number, or longest time in seconds.</summary>
    public double Maximum { get; init; } = double.MaxValue;

    /// <summary>The words of a choice.</summary>
    public string[] Choices { get; init; } = [];

    /// <summary>The forms that members of a map or items of a list may have.</summary>
    public WiringForm[] Of { get; init; } = [];
}
