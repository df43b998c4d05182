using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.Gpio.Input;
using IotHub.Gpio.Lines;
using IotHub.Gpio.Points;
using IotHub.Gpio.Rules;
using IotHub.Gpio.Wiring;

namespace IotHub.Gpio.Devices;

/// <summary>The hardware of one device while it is held, from the opening to the loss or the stop. What comes from an earlier opening is passed over.</summary>
internal sealed class WiredOpening
{
    private readonly WiredDevice _device;
    private readonly GpioBoard _hardware;
    private readonly Func<WiredWork, bool> _enqueue;
    private readonly List<OpenLines> _lines = [];
    private readonly List<(IInputDevice Device, string Name)> _inputs = [];
    private readonly List<IOutputPoint> _outputs = [];
    private readonly List<(FlagInput Input, string Device, int Code)> _keys = [];
    private readonly List<SensorPoint> _sensors = [];

    private WiredOpening(WiredDevice device, GpioBoard hardware, Func<WiredWork, bool> enqueue) => (_device, _hardware, _enqueue) = (device, hardware, enqueue);

    /// <summary>Whose it is.</summary>
    public string Did => _device.Did;

    public IReadOnlyList<IOutputPoint> Outputs => _outputs;

    public IReadOnlyList<SensorPoint> Sensors => _sensors;

    /// <summary>How many edges never came here.</summary>
    public long LostEdges => _lines.Sum(lines => lines.Gaps.Lost);

    /// <summary>True when something was left out on the way here: how things are has to be looked at.</summary>
    public bool MustLook { get; private set; }

    /// <summary>When something is next to be done; null when nothing is. Sensors are not in it.</summary>
    public TimeSpan? NextDue =>
        _outputs.Select(output => output.NextDue).Concat(Flags.Select(flag => flag.NextDue)).Min();

    private IEnumerable<FlagInput> Flags => _lines.SelectMany(lines => lines.Inputs.Values).Concat(_keys.Select(key => key.Input));

    /// <summary>Takes everything that a device is wired to, or nothing.</summary>
    /// <param name="device">Which.</param>
    /// <param name="hardware">Of the board.</param>
    /// <param name="enqueue">Where what happens goes; false when there is no room.</param>
    /// <param name="listeners">What follows from inputs: a property's or a button's change.</param>
    /// <param name="reportEvery">How often a value is told that does not move.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="IOException">Something is not there, is taken, or may not be used.</exception>
    public static WiredOpening Open(
        WiredDevice device, GpioBoard hardware, Func<WiredWork, bool> enqueue, IWiredListener listeners, TimeSpan reportEvery, TimeSpan now)
    {
        var opening = new WiredOpening(device, hardware, enqueue);
        try
        {
            opening.OpenAll(listeners, reportEvery, now);
            return opening;
        }
        catch
        {
            opening.Close();
            throw;
        }
    }

    /// <summary>The values of all that is wired and known.</summary>
    public IEnumerable<(ContractProperty Property, PropertyValue Value)> Values(IEnumerable<(ContractProperty Property, FlagInput Input)> flags) =>
        _outputs.SelectMany(output => output.Values)
            .Concat(flags.Select(flag => (flag.Property, PropertyValue.FromBoolean(flag.Input.Value))))
            .Concat(_sensors.Select(sensor => (sensor.Property, sensor.Value)))
            .Where(one => one.Item2.HasValue);

    public void Take(WiredWork.Edge edge)
    {
        var lines = _lines[edge.Group];
        MustLook |= lines.Gaps.Take(edge.Line.Sequence) > 0;
        if (lines.Inputs.TryGetValue(edge.Line.Index, out var input))
        {
            input.Take(edge.Line.Value, edge.Line.At);
        }
    }

    public void Take(WiredWork.Input input)
    {
        MustLook |= input.Event is { Type: InputEventType.Key, Code: < 0 };
        foreach (var (key, device, code) in _keys)
        {
            if (input.Event.Type == InputEventType.Key && device == input.Device && code == input.Event.Code)
            {
                key.Take(input.Event.Value != 0, input.Event.At);
            }
        }
    }

    /// <summary>Looks at all inputs: after something was left out on the way, their levels are all that counts.</summary>
    /// <exception cref="IOException">The hardware is gone.</exception>
    public void Look(TimeSpan now)
    {
        MustLook = false;
        foreach (var lines in _lines)
        {
            var values = lines.Inputs.Count == 0 ? 0 : lines.Group.Read(lines.InputMask);
            foreach (var (index, input) in lines.Inputs)
            {
                input.Take((values >> index & 1) == 1, now);
            }
        }

        foreach (var (key, device, code) in _keys)
        {
            key.Take(_inputs.First(one => one.Name == device).Device.IsDown(code), now);
        }
    }

    public void OnTime(TimeSpan now)
    {
        foreach (var output in _outputs)
        {
            output.OnTime(now);
        }

        foreach (var flag in Flags)
        {
            flag.OnTime(now);
        }
    }

    /// <summary>Gives everything back, outputs at their value for that. What cannot be set any more is passed over: it is gone.</summary>
    public void Close()
    {
        foreach (var output in _outputs)
        {
            try
            {
                output.Leave();
            }
            catch (IOException)
            {
                // The chip has gone, or refuses: there is nothing left to do.
            }
        }

        _lines.ForEach(lines => lines.Group.Dispose());
        _inputs.ForEach(input => input.Device.Dispose());
    }

    private void OpenAll(IWiredListener listeners, TimeSpan reportEvery, TimeSpan now)
    {
        OpenLineGroups(listeners, now);
        foreach (var wired in _device.Properties)
        {
            switch (wired.Wire)
            {
                case Wire.Pwm pwm:
                    _outputs.Add(new PwmOutput(wired.Property, pwm, _hardware.Tree));
                    break;
                case Wire.Led led:
                    _outputs.Add(new LedOutput(wired.Property, led, _hardware.Tree));
                    break;
                case Wire.Sensor sensor:
                    _sensors.Add(new SensorPoint(wired.Property, sensor, _hardware.Sensor(sensor), reportEvery, now));
                    break;
                case Wire.Key key:
                    OpenKey(key, listeners.Of(wired));
                    break;
            }
        }

        foreach (var button in _device.Buttons)
        {
            if (button.Wire is Wire.Key key)
            {
                OpenKey(key, listeners.Of(button));
            }
        }

        foreach (var axis in _device.Events.OfType<WiredEvent.OfAxis>())
        {
            OpenInput(axis.Device);
        }
    }

    /// <summary>All lines of a device on one chip in one request: they are taken, and driven for the first time, together.</summary>
    private void OpenLineGroups(IWiredListener listeners, TimeSpan now)
    {
        var wanted = _device.Properties.Where(wired => wired.Wire is Wire.Line).Select(wired => (Line: (Wire.Line)wired.Wire, Property: (WiredProperty?)wired, Button: (WiredButton?)null))
            .Concat(_device.Buttons.Where(button => button.Wire is Wire.Line).Select(button => (Line: (Wire.Line)button.Wire, Property: (WiredProperty?)null, Button: (WiredButton?)button)));
        foreach (var chip in wanted.GroupBy(one => one.Line.Chip))
        {
            var all = chip.ToList();
            var lines = new OpenLines(new GroupListener(this, _lines.Count));
            lines.Group = _hardware.Lines.Request(new LineRequest(chip.Key, $"iothub:{_device.Did}", [.. all.Select(one => one.Line.Settings)]), lines.Listener);
            _lines.Add(lines);
            var values = lines.Group.Read(all.Count == 64 ? ulong.MaxValue : (1UL << all.Count) - 1);
            for (var i = 0; i < all.Count; i++)
            {
                var (wire, property, button) = all[i];
                if (wire.Settings.IsOutput)
                {
                    _outputs.Add(new LineOutput(property!.Property, wire, lines.Group, i, now));
                    continue;
                }

                var period = lines.Group.Debounces ? TimeSpan.Zero : wire.Settings.Debounce;
                var listener = property is not null ? listeners.Of(property) : listeners.Of(button!);
                var input = new FlagInput(period, (values >> i & 1) == 1, false, listener.OnChanged);
                listener.OnOpened(input);
                lines.Inputs.Add(i, input);
                lines.InputMask |= 1UL << i;
            }
        }
    }

    private void OpenKey(Wire.Key key, WiredFlag listener)
    {
        var device = OpenInput(key.Device);
        var input = new FlagInput(key.Debounce, device.IsDown(key.Code), key.IsInverted, listener.OnChanged);
        listener.OnOpened(input);
        _keys.Add((input, key.Device, key.Code));
    }

    private IInputDevice OpenInput(string name)
    {
        if (_inputs.Find(input => input.Name == name).Device is { } open)
        {
            return open;
        }

        var device = _hardware.Inputs.Open(name, new DeviceListener(this, name));
        _inputs.Add((device, name));
        return device;
    }

    /// <summary>The lines of one request. What listens to them is there before they are.</summary>
    private sealed class OpenLines(GroupListener listener)
    {
        public GroupListener Listener => listener;

        public ILineGroup Group { get; set; } = null!;

        public SequenceGaps Gaps { get; } = new();

        public Dictionary<int, FlagInput> Inputs { get; } = [];

        public ulong InputMask { get; set; }
    }

    /// <summary>From the driver's thread to the queue. What finds no room leaves a gap in the numbers, which is noticed with the next one.</summary>
    private sealed class GroupListener(WiredOpening opening, int group) : ILineListener
    {
        public void OnEdge(in LineEdge edge) => opening._enqueue(new WiredWork.Edge(opening, group, edge));

        public void OnLost(string reason) => opening._enqueue(new WiredWork.Lost(opening, reason));
    }

    private sealed class DeviceListener(WiredOpening opening, string name) : IInputListener
    {
        public void OnInput(in InputEvent input) => opening._enqueue(new WiredWork.Input(opening, name, input));

        public void OnLost(string reason) => opening._enqueue(new WiredWork.Lost(opening, reason));
    }
}
