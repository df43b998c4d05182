using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace IotHub.Contracts.Labels;

/// <summary>What a label is for.</summary>
internal enum LabelTarget
{
    /// <summary>The device's short name.</summary>
    Device,

    /// <summary>One paragraph about the device.</summary>
    About,

    /// <summary>A service.</summary>
    Service,

    /// <summary>A property.</summary>
    Property,

    /// <summary>A permitted value of a property.</summary>
    Value,

    /// <summary>An action.</summary>
    Action,

    /// <summary>An event.</summary>
    Event,
}

/// <summary>The address of a label, from <c>service:002:property:001:valuelist:000</c>.</summary>
/// <param name="Target">What it is for.</param>
/// <param name="Siid">Service; 0 for the device.</param>
/// <param name="Iid">Property, action or event; 0 for a service.</param>
/// <param name="Position">Place in the value list, from 0; 0 for anything else.</param>
internal readonly record struct LabelKey(LabelTarget Target, int Siid = 0, int Iid = 0, int Position = 0)
{
    public static bool TryParse(string text, [NotNullWhen(true)] out LabelKey? key)
    {
        key = text switch
        {
            "device" => new LabelKey(LabelTarget.Device),
            "device:about" => new LabelKey(LabelTarget.About),
            _ => ParseNumbered(text.Split(':', 7)),
        };
        return key is not null;
    }

    /// <summary>The form of the file.</summary>
    public override string ToString() => Target switch
    {
        LabelTarget.Device => "device",
        LabelTarget.About => "device:about",
        LabelTarget.Service => string.Create(CultureInfo.InvariantCulture, $"service:{Siid:D3}"),
        LabelTarget.Value => string.Create(CultureInfo.InvariantCulture, $"service:{Siid:D3}:property:{Iid:D3}:valuelist:{Position:D3}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"service:{Siid:D3}:{Word(Target)}:{Iid:D3}"),
    };

    private static LabelKey? ParseNumbered(string[] parts)
    {
        if (parts[0] != "service" || parts.Length is not (2 or 4 or 6) || !TryNumber(parts[1], out var siid))
        {
            return null;
        }

        if (parts.Length == 2)
        {
            return new LabelKey(LabelTarget.Service, siid);
        }

        LabelTarget? target = parts[2] switch
        {
            "property" => LabelTarget.Property,
            "action" => LabelTarget.Action,
            "event" => LabelTarget.Event,
            _ => null,
        };
        if (target is null || !TryNumber(parts[3], out var iid))
        {
            return null;
        }

        if (parts.Length == 4)
        {
            return new LabelKey(target.Value, siid, iid);
        }

        return target == LabelTarget.Property && parts[4] == "valuelist" && TryNumber(parts[5], out var position)
            ? new LabelKey(LabelTarget.Value, siid, iid, position)
            : null;
    }

    private static string Word(LabelTarget target) => target switch
    {
        LabelTarget.Action => "action",
        LabelTarget.Event => "event",
        _ => "property",
    };

    private static bool TryNumber(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
