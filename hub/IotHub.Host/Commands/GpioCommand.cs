using IotHub.Gpio.Wiring;

namespace IotHub.Host.Commands;

/// <summary><c>iothub gpio …</c>: looks at wiring for whoever writes it. Touches no pin.</summary>
internal static class GpioCommand
{
    /// <summary>All of it can be used.</summary>
    public const int Fine = 0;

    /// <summary>Something is wrong.</summary>
    public const int Faulty = 1;

    /// <summary>An argument or folder cannot be used.</summary>
    public const int BadInput = 2;

    private const string Help = """
        iothub gpio: looks at what is wired; touches no pin

        Usage:
          iothub gpio check FOLDER [--home FOLDER]

          FOLDER           wiring documents, as a hub has them in the folder gpio of its data folder
          --home FOLDER    the data folder of a hub, whose own contracts count before those that come with the hub

        Says what is wrong with file, line and column, and what each device is wired to.
        The exit code is 0 when all can be used, 1 when something is wrong, 2 when an argument or folder cannot be used.
        """;

    /// <summary>Runs one command.</summary>
    /// <param name="arguments">Those after <c>gpio</c>.</param>
    /// <param name="output">Gets what came of it.</param>
    /// <param name="errors">Gets what cannot be used.</param>
    /// <returns>The exit code.</returns>
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter errors)
    {
        if (arguments is [] or ["help"] || arguments.Contains("--help") || arguments.Contains("-h"))
        {
            output.WriteLine(Help);
            return Fine;
        }

        var (folder, home) = arguments switch
        {
            ["check", var wiring] => (wiring, null),
            ["check", var wiring, "--home", var data] => (wiring, data),
            _ => (null, (string?)null),
        };
        if (folder is null)
        {
            errors.WriteLine($"\"gpio {string.Join(' ', arguments)}\" means nothing; iothub gpio --help lists what does.");
            return BadInput;
        }

        if ((Directory.Exists(folder) ? home is null || Directory.Exists(home) ? null : home : folder) is { } missing)
        {
            errors.WriteLine($"There is no folder {missing}.");
            return BadInput;
        }

        var devices = WiringFolder.Read(folder, ContractCommand.LoadCatalogue(home), out var faults);
        foreach (var fault in faults)
        {
            output.WriteLine(CommandText.Line(fault));
        }

        foreach (var device in devices)
        {
            output.WriteLine(CommandText.Line($"{device.Did}, {device.Contract.Type.VendorProduct}: {string.Join("; ", WiresOf(device))}"));
        }

        output.WriteLine($"{devices.Length} devices can be used; {faults.Length} faults.");
        return faults.IsEmpty ? Fine : Faulty;
    }

    private static IEnumerable<string> WiresOf(WiredDevice device) =>
    [
        .. device.Properties.Select(wired => $"{wired.Property.Key} {(wired.Property.IsWritable ? "to" : "from")} {NameOf(wired.Wire)}"),
        .. device.Buttons.Select(button => $"button {button.Name} at {NameOf(button.Wire)}"),
        .. device.Events.OfType<WiredEvent.OfAxis>().Select(turned => $"{turned.Event.Key} from {turned.Device}"),
    ];

    private static string NameOf(Wire wire) => wire switch
    {
        Wire.Line line => $"{(line.Chip is { } chip ? chip + " " : string.Empty)}{line.Settings.Line}{(line.Settings.IsActiveLow ? ", low is on" : string.Empty)}",
        Wire.Pwm pwm => $"{pwm.Chip} channel {pwm.Channel}",
        Wire.Led led => $"LED {led.Name}",
        Wire.Sensor sensor => $"{sensor.Name}{(sensor.At is { } at ? $" at {at}" : string.Empty)}{(sensor.Channel.Length > 0 ? $" {sensor.Channel}" : string.Empty)}",
        Wire.Key key => $"{key.Device} key {key.Code}",
        _ => wire.ToString(),
    };
}
