using static IotHub.Gpio.Wiring.Forms.WiringMemberKind;

namespace IotHub.Gpio.Wiring.Forms;

/// <summary>What may stand in a wiring document. The reader and the JSON Schema are both made from this.</summary>
internal static class WiringForms
{
    private static readonly double DebounceMax = WiringLimits.DebounceMax.TotalSeconds;
    private static readonly double RelayMax = WiringLimits.RelayTimeMax.TotalSeconds;

    private static readonly WiringMember Line = new("line", TextOrNumber, "The line: its name, such as GPIO17, or its offset on the chip.") { IsRequired = true };
    private static readonly WiringMember Chip = new("chip", Text, "Label of the line's chip. Left out: the chip of the pin header.");
    private static readonly WiringMember ActiveLow = new("active-low", Flag, "true when the low level means on or pressed. Default false.");
    private static readonly WiringMember Bias = new("bias", Choice, "What pulls the line. Default: as the board has it.") { Choices = ["pull-up", "pull-down", "none"] };
    private static readonly WiringMember Debounce = new("debounce", Duration, "A level counts when it has lasted so long. Default 0s: at once.") { Maximum = DebounceMax };
    private static readonly WiringMember Stop = new("stop", Choice, "What the line is driven to when the hub stops. Default off.") { Choices = ["off", "on", "keep"] };
    private static readonly WiringMember InputName = new("input", Text, "Name of the input device, as in /proc/bus/input/devices.") { IsRequired = true };
    private static readonly WiringMember Key = new("key", TextOrNumber, "The key: its name, such as KEY_ENTER, or its number.") { IsRequired = true };

    private static readonly WiringMember[] Measured =
    [
        new("poll", Duration, "How often it is read. Default 30s.") { Minimum = WiringLimits.PollMin.TotalSeconds, Maximum = WiringLimits.PollMax.TotalSeconds },
        new("scale", Number, "What the reading is multiplied with. Default 1.") { Minimum = -1e12, Maximum = 1e12 },
        new("offset", Number, "What is then added. Default 0.") { Minimum = -1e12, Maximum = 1e12 },
        new("change", Number, "Reported only when it differs by so much from what was reported last, and every ten minutes. Default 0: whenever it differs.") { Maximum = 1e12 },
    ];

    private static readonly WiringMember[] Gestures =
    [
        new("double-click", Duration, "The second press comes within this time after the first. Default 400ms.") { Minimum = 0.05, Maximum = 2 },
        new("long-press", Duration, "Held for so long is a long press. Default 1s.") { Minimum = 0.2, Maximum = 10 },
    ];

    /// <summary>A line that is listened to.</summary>
    public static WiringForm LineInput { get; } = new("lineInput", "A line that is listened to.", Line, Chip, ActiveLow, Bias, Debounce);

    /// <summary>A line that is driven.</summary>
    public static WiringForm LineOutput { get; } = new(
        "lineOutput", "A line that is driven.", Line, Chip, ActiveLow, Bias,
        new("drive", Choice, "How the line is driven. Default push-pull.") { Choices = ["push-pull", "open-drain", "open-source"] },
        new("start", Choice, "What the line is driven to when the hub starts. Default off; keep: the level that it has.") { Choices = ["off", "on", "keep"] },
        Stop,
        new("on-min", Duration, "Once on, it stays on for at least so long.") { Maximum = RelayMax },
        new("off-min", Duration, "Once off, it stays off for at least so long.") { Maximum = RelayMax },
        new("on-max", Duration, "Once on, it goes off by itself after so long.") { Minimum = 0.1, Maximum = RelayMax });

    /// <summary>A channel of pulse-width modulation.</summary>
    public static WiringForm Pwm { get; } = new(
        "pwm", "A channel of pulse-width modulation: a dimmer, a servo, a buzzer's tone.",
        new("pwm", Text, "The chip: the device that it belongs to, such as 1f00098000.pwm, or pwmchip0.") { IsRequired = true },
        new("channel", Integer, "Its channel. Default 0.") { Maximum = 255 },
        new("period", Duration, "Length of a period. Default 1ms; a servo's is 20ms.") { Minimum = 1e-6, Maximum = 1 },
        new("duty-from", Duration, "Time on in a period at the property's smallest value. Default: in proportion.") { Maximum = 1 },
        new("duty-to", Duration, "Time on in a period at the property's largest value. Default: the whole period.") { Maximum = 1 },
        new("inverted", Flag, "true for inverse polarity, where the channel can. Default false."),
        new("switch", Text, "The property that switches the channel on and off, such as light.on."),
        new("stop", Choice, "Whether the channel goes off or on as it is when the hub stops. Default off.") { Choices = ["off", "keep"] });

    /// <summary>A LED of the kernel's LED class.</summary>
    public static WiringForm Led { get; } = new(
        "led", "A LED of the kernel's LED class.",
        new("led", Text, "Its name in /sys/class/leds.") { IsRequired = true },
        new("stop", Choice, "Whether it goes off or on as it is when the hub stops. Default off.") { Choices = ["off", "keep"] });

    /// <summary>A channel of an IIO device.</summary>
    public static WiringForm Iio { get; } = new(
        "iio", "A channel of a sensor with an IIO driver. In °C, %, kPa, V, A, W, lx, m, ppm, Ω.",
        [new("iio", Text, "Name of the device, such as bme280.") { IsRequired = true }, new("at", Text, "Which of several: the device that it belongs to, such as 1-0076."),
         new("channel", Text, "Such as temp, humidityrelative, voltage0.") { IsRequired = true }, .. Measured]);

    /// <summary>A channel of a hwmon device.</summary>
    public static WiringForm Hwmon { get; } = new(
        "hwmon", "A channel of a sensor with a hwmon driver. In °C, %, V, A, W.",
        [new("hwmon", Text, "Name of the device, such as sht4x.") { IsRequired = true }, new("at", Text, "Which of several: the device that it belongs to, such as 1-0044."),
         new("channel", Text, "Such as temp1, humidity1, in1, curr1, power1.") { IsRequired = true }, .. Measured]);

    /// <summary>A thermometer on a 1-wire bus.</summary>
    public static WiringForm OneWire { get; } = new(
        "oneWire", "A thermometer on a 1-wire bus. In °C.", [new("one-wire", Text, "Its number, such as 28-0000000000b1.") { IsRequired = true }, .. Measured]);

    /// <summary>A key of an input device.</summary>
    public static WiringForm InputKey { get; } = new(
        "inputKey", "A key of an input device: true while it is down.", InputName, Key, new("invert", Flag, "true when the property is true while the key is up. Default false."), Debounce);

    /// <summary>A button on a line.</summary>
    public static WiringForm LineButton { get; } = new("lineButton", "A button on a line.", [Line, Chip, ActiveLow, Bias, Debounce, .. Gestures]);

    /// <summary>A button that is a key.</summary>
    public static WiringForm KeyButton { get; } = new("keyButton", "A button that is a key of an input device, such as one of a remote control.", [InputName, Key, Debounce, .. Gestures]);

    /// <summary>An event of a button.</summary>
    public static WiringForm ButtonEvent { get; } = new(
        "buttonEvent", "The event happens by a button.",
        new("button", Text, "Name of one of the device's buttons.") { IsRequired = true },
        new("gesture", Choice, "How it is pressed. Default click.") { Choices = ["click", "double-click", "long-press", "release"] });

    /// <summary>An event that follows from a property.</summary>
    public static WiringForm PropertyEvent { get; } = new(
        "propertyEvent", "The event happens when a wired property of yes or no becomes this.",
        new("property", Text, "Key of the property.") { IsRequired = true },
        new("becomes", Flag, "What it becomes. Default true."));

    /// <summary>An event of a rotary encoder.</summary>
    public static WiringForm AxisEvent { get; } = new(
        "axisEvent", "The event happens when a rotary encoder is turned; its argument says how far.",
        InputName,
        new("axis", TextOrNumber, "The axis, such as REL_X. Default REL_X."),
        new("step", Number, "How much one step of the encoder is in the argument. Default 1.") { Minimum = -1e6, Maximum = 1e6 });

    /// <summary>An action that turns a property around.</summary>
    public static WiringForm Toggle { get; } = new("toggle", "The action turns a wired property of yes or no around.", new WiringMember("toggles", Text, "Key of the property.") { IsRequired = true });

    /// <summary>A wired device.</summary>
    public static WiringForm Device { get; } = new(
        "device", "A device that is wired to the board.",
        new("did", Text, "Its id, 1 to 64 characters; the name in rules is made from it.") { IsRequired = true },
        new("contract", Text, "Its contract: the URN, or the name of a kind such as wired-relay.") { IsRequired = true },
        new("label", Text, "What people read when it joins."),
        new("room", Text, "The room that it joins in."),
        new("properties", Map, "By the property's key.") { Of = [LineOutput, LineInput, Pwm, Led, Iio, Hwmon, OneWire, InputKey] },
        new("buttons", Map, "By a name of your own, for the events.") { Of = [LineButton, KeyButton] },
        new("events", Map, "By the event's key.") { Of = [ButtonEvent, PropertyEvent, AxisEvent] },
        new("actions", Map, "By the action's key.") { Of = [Toggle] });

    /// <summary>The whole document.</summary>
    public static WiringForm Document { get; } = new(
        "wiring", "What is wired to which line, channel or sensor of the board.",
        new("$schema", Text, "Where the schema of this file is, for editors."),
        new("devices", List, "The devices.") { IsRequired = true, Of = [Device] });
}
