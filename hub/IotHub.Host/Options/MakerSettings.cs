namespace IotHub.Host.Options;

/// <summary>What those who make devices may do with this hub.</summary>
internal sealed record MakerSettings
{
    /// <summary>True where makers may put simulated devices into the home and certify devices from the app. Default false; always true for a simulated home.</summary>
    public required bool Simulates { get; init; }

    public static MakerSettings Read(SettingsSection section, bool isDemo, bool hasBroker)
    {
        var options = new MakerSettings { Simulates = section.Word("Simulator", isDemo ? "on" : "off", "on", "off") == "on" };
        section.RefuseUnknown();
        return isDemo && !options.Simulates ? throw new StartException("The setting Makers:Simulator is off; --demo needs it on.")
            : options.Simulates && !hasBroker ? throw new StartException("A simulated home and Makers:Simulator need the hub's own broker; set Mqtt:Broker to embedded.")
            : options;
    }
}
