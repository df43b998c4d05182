using IotHub.Contracts.Values;

namespace IotHub.Storage.Rollups;

/// <summary>Bounds for values of states in roll-ups.</summary>
internal static class StateValues
{
    /// <summary>Different values of one bucket; what is beyond counts together.</summary>
    public const int ValuesMax = 12;

    /// <summary>Different values of one answer.</summary>
    public const int ToldMax = 24;

    /// <summary>Characters of a text that are kept; titles of songs are told apart by fewer.</summary>
    public const int TextLengthMax = 20;

    /// <summary>The value as roll-ups keep it.</summary>
    public static PropertyValue Short(PropertyValue value)
    {
        if (value.Kind != PropertyValueKind.Text || value.AsText.Length <= TextLengthMax)
        {
            return value;
        }

        var length = char.IsHighSurrogate(value.AsText[TextLengthMax - 2]) ? TextLengthMax - 2 : TextLengthMax - 1;
        return PropertyValue.FromText(value.AsText[..length] + "…");
    }
}
