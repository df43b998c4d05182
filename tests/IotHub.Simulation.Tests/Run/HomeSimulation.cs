using System.Buffers;
using System.Globalization;
using System.Text;
using IotHub.Bridges.Native;
using IotHub.Contracts;
using IotHub.Contracts.Messages;
using IotHub.Contracts.Values;
using IotHub.DeviceSim.Homes;
using IotHub.Devices;
using IotHub.Devices.Availability;
using IotHub.Devices.Registry;
using IotHub.Runtime;
using IotHub.Simulation.Tests.Checks;
using IotHub.Simulation.Tests.World;
using IotHub.Storage;
using IotHub.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace IotHub.Simulation.Tests.Run;

/// <summary>
/// The whole hub and its devices in one thread without sockets: the core, the decoder with bytes in between, the inbox and the store are
/// the real ones; network, time, people and mishaps come from the seed.
/// </summary>
internal sealed class HomeSimulation : IAsyncDisposable
{
    private const int StepsMax = 2_000;
    private const int HopsMax = 8;

    private static readonly TimeSpan Length = TimeSpan.FromHours(20);
    private static readonly DateTimeOffset Start = new(2026, 3, 28, 16, 0, 0, TimeSpan.Zero);
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private static readonly Lazy<ContractCatalogue> Contracts = new(
        () => ContractCatalogue.Load([RepositoryRoot.Path("firmware-contracts", "contracts")], out _));

    // With the usual ten minutes, most of what happens in twenty hours would be questions and answers.
    private static readonly AvailabilityLimits Patient = new() { AskedInterval = TimeSpan.FromMinutes(50) };

    private readonly int _seed;
    private readonly string _folder;
    private readonly Random _random;
    private readonly Swarm _swarm;
    private readonly HubLoopOptions _options;
    private readonly Agenda _agenda = new();
    private readonly List<VirtualDevice> _devices = [];
    private readonly Dictionary<string, TimeSpan> _lastArrival = new(StringComparer.Ordinal);
    private readonly RuleMaker _rules;
    private readonly Person _person;
    private readonly Checker _checker;
    private readonly RunLog _log = new();
    private readonly List<HubOutput> _unkept = [];
    private HubStore? _store;
    private HubInbox _inbox = new();
    private HubLoop _loop;
    private NativeDecoder _decoder;
    private HomeModel _kept = new();
    private TimeSpan _clockStepped;
    private int _start;
    private bool _isFlushDue;
    private bool _isCutDue;

    private HomeSimulation(int seed, string folder)
    {
        _seed = seed;
        _folder = folder;
        _random = new Random(seed);
        _swarm = Swarm.From(_random);
        _options = new HubLoopOptions
        {
            AdoptsAnnounced = !_swarm.AsksBeforeAdopting,
            TimeZone = Zone,
            Devices = new DeviceLimits { PendingCommandsMax = _swarm.FewPending ? 3 : 1024, PendingCommandsReserved = _swarm.FewPending ? 1 : 128, DevicesMax = _swarm.FewDevices ? 5 : 1024, Availability = Patient },
        };
        _checker = new Checker(_options.Devices.PendingCommandsMax, _options.Devices.PendingCommandsReserved, HopsMax);
        var plan = HomeFile.Parse(File.ReadAllBytes(RepositoryRoot.Path("device-sim", "homes", "demo.json")), Contracts.Value).Plan!;
        foreach (var device in plan.Devices)
        {
            if (_random.Next(3) > 0 || device.Did == plan.Devices[0].Did)
            {
                var own = device with { Seed = unchecked((device.Seed * 31) ^ seed) };
                _devices.Add(new VirtualDevice(own, _swarm, new Random(own.Seed), _agenda, Start, PublishFromDevice));
            }
        }

        _rules = new RuleMaker(_devices, _random);
        _person = new Person(_devices, _rules, _random);
        _loop = new HubLoop(_options);
        _decoder = NewDecoder();
    }

    private DateTimeOffset Now => Start + _agenda.Now + _clockStepped;

    /// <summary>Runs one seed to its end.</summary>
    /// <exception cref="InvariantException">Something did not hold; the message says what, where, after which inputs and how to see it again.</exception>
    public static async Task<SimulationResult> RunAsync(int seed)
    {
        var folder = Directory.CreateTempSubdirectory("iothub-simulation-").FullName;
        try
        {
            await using var simulation = new HomeSimulation(seed, folder);
            try
            {
                return await simulation.RunToEndAsync();
            }
            catch (Exception fault) when (fault is InvariantException or InvalidOperationException or ArgumentException or NullReferenceException or KeyNotFoundException)
            {
                throw new InvariantException(simulation.Report(fault));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }

        _inbox.Dispose();
        _log.Dispose();
    }

    private async Task<SimulationResult> RunToEndAsync()
    {
        await OpenAsync();
        PutDocuments();
        foreach (var device in _devices)
        {
            _agenda.PlanAfter(Milliseconds(5_000), device.Join);
            PlanHappenings(device);
        }

        PlanPerson();
        PlanFaults();
        while (_agenda.Now < Length && _log.Steps < StepsMax)
        {
            GoOn();
            if (_isFlushDue)
            {
                _isFlushDue = false;
                await FlushAsync();
            }

            if (_isCutDue)
            {
                _isCutDue = false;
                await CutPowerAsync();
            }
        }

        Step(HubInput.TakeSnapshot.Instance, "snapshot");
        return new SimulationResult(_log.Finish(), _log.Steps, _checker.Seen, _swarm);
    }

    /// <summary>Goes on to whatever is next: something in the world, or something due in the hub.</summary>
    private void GoOn()
    {
        var next = _agenda.NextAt ?? Length;
        if (_loop.NextDue is { } due && due - Start - _clockStepped < next)
        {
            var at = due - Start - _clockStepped;
            _agenda.GoTo(at > _agenda.Now ? at : _agenda.Now);
            Step(HubInput.Tick.Instance, "tick");
        }
        else
        {
            _agenda.GoTo(next);
        }

        // What came at the same time is taken in the order of the lanes, as the hub does.
        while (_inbox.TryTake(out var item))
        {
            Step(item.Input, Describe(item.Input));
        }

        if (_log.Steps % 16 == 0)
        {
            Step(HubInput.TakeSnapshot.Instance, "snapshot");
        }
    }

    private void Step(HubInput input, string text)
    {
        _log.Input(Now, text);
        var outputs = _loop.Step(input, Now);
        foreach (var output in outputs)
        {
            _log.Output(output);
        }

        _checker.OnStep(input, outputs, Now);
        foreach (var output in outputs)
        {
            if (output is not HubOutput.SnapshotTaken)
            {
                _unkept.Add(output);
            }

            switch (output)
            {
                case HubOutput.Request { Message: var request, Command: var command }:
                    SendToDevice(request.Device, new RequestMessage(request.Id, request.Set, [], command.Call, command.In));
                    break;
                case HubOutput.Question { Message: var question }:
                    SendToDevice(question.Device, new RequestMessage(question.Id, [], question.Get, null, []));
                    break;
                case HubOutput.DeviceRetired retired:
                    _decoder.Forget(retired.Device.Did);
                    break;
                case HubOutput.DeviceSaved saved:
                    _decoder.Know(saved.Device.Did, saved.Device.Contract);
                    break;
            }
        }
    }

    private void SendToDevice(Device to, RequestMessage request)
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        MessageWriter.WriteRequest(buffer, request);
        var payload = buffer.WrittenSpan.ToArray();
        var device = _devices.Single(device => device.Did == to.Did);
        Carry(Milliseconds(150), () => device.Take(payload));
        if (_swarm.DoubledMessages && _random.Next(10) == 0)
        {
            Carry(Milliseconds(3_000), () => device.Take(payload));
        }
    }

    /// <summary>What a device says arrives in its order, as on a connection; a repetition (QoS 1) may come at any later time.</summary>
    private void PublishFromDevice(VirtualDevice device, string topic, byte[] payload)
    {
        if (_swarm.SpoiltPayloads && _random.Next(40) == 0)
        {
            payload = Spoiling.Spoil(payload, _random);
        }

        var at = _agenda.Now + Milliseconds(_swarm.LateMessages && _random.Next(12) == 0 ? 15_000 : 150);
        if (_lastArrival.TryGetValue(device.Did, out var last) && last > at)
        {
            at = last;
        }

        _lastArrival[device.Did] = at;
        Carry(at - _agenda.Now, () => Arrive(topic, payload));
        if (_swarm.DoubledMessages && _random.Next(10) == 0)
        {
            Carry(at - _agenda.Now + Milliseconds(3_000), () => Arrive(topic, payload));
        }
    }

    private void Arrive(string topic, byte[] payload)
    {
        var decoded = _decoder.Decode(topic, payload);
        if (!_inbox.TryPost(decoded.Input, decoded.Lane))
        {
            throw new InvariantException($"The lane {decoded.Lane} is full, and at most a few messages come together here.");
        }
    }

    /// <summary>Takes something over the network, which ends with the hub: the broker is part of it.</summary>
    private void Carry(TimeSpan delay, Action arrival)
    {
        var start = _start;
        _agenda.PlanAfter(delay, () =>
        {
            if (start == _start)
            {
                arrival();
            }
        });
    }

    private void PutDocuments()
    {
        for (var i = 0; i < 2; i++)
        {
            Step(new HubInput.PutScene($"scene-{i}", _rules.MakeScene(), "file"), $"put scene-{i}");
        }

        foreach (var kind in new[] { "scenes", "automations" })
        {
            foreach (var file in Directory.GetFiles(RepositoryRoot.Path("hub", "IotHub.Host", "demo", kind)).Order(StringComparer.Ordinal))
            {
                var (id, text) = (Path.GetFileNameWithoutExtension(file), File.ReadAllText(file));
                Step(kind == "scenes" ? new HubInput.PutScene(id, text, "file") : new HubInput.PutAutomation(id, text, "file"), $"put {id}");
            }
        }

        for (var i = _random.Next(4, 14); i > 0; i--)
        {
            Post(new HubInput.PutAutomation($"rule-{i}", _rules.Make(), "file"));
        }
    }

    private void Post(HubInput input)
    {
        if (!_inbox.TryPost(input, InboxLane.Person))
        {
            throw new InvariantException("The lane of people is full.");
        }
    }

    private void PlanHappenings(VirtualDevice device) => Again(TimeSpan.FromMinutes(20), device.Happen);

    private void PlanPerson() => Again(TimeSpan.FromMinutes(6), () =>
    {
        foreach (var input in _person.Act(_checker.Home))
        {
            Post(input);
        }
    });

    private void PlanFaults()
    {
        Again(TimeSpan.FromMinutes(60), () => _isFlushDue = true);
        When(_swarm.Crashes, TimeSpan.FromMinutes(25), () =>
        {
            var device = _devices[_random.Next(_devices.Count)];
            if (device.IsUp)
            {
                device.Crash(toUpdate: _random.Next(4) == 0);
                _agenda.PlanAfter(Milliseconds(400_000), () => Rejoin(device));
            }
        });
        When(_swarm.SilentDevices, TimeSpan.FromMinutes(90), () =>
        {
            // It hangs: no goodbye, and its connection stands.
            var device = _devices[_random.Next(_devices.Count)];
            if (device.IsUp)
            {
                device.Lose();
                _agenda.PlanAfter(TimeSpan.FromMinutes(30 + _random.Next(240)), () => Rejoin(device));
            }
        });
        When(_swarm.Strangers, TimeSpan.FromMinutes(5), () =>
        {
            var (topic, payload) = Spoiling.Stray(_devices, _random);
            Arrive(topic, payload);
        });
        When(_swarm.ClockSteps, TimeSpan.FromHours(2), () => _clockStepped += _random.Next(3) switch
        {
            0 => Milliseconds(2_000),
            1 => Milliseconds(600_000),
            _ => TimeSpan.FromDays(_random.Next(1, 4)),
        });
        When(_swarm.PowerCuts, TimeSpan.FromHours(3), () => _isCutDue = true);
    }

    private void When(bool isKnown, TimeSpan mean, Action happening)
    {
        if (isKnown)
        {
            Again(mean, happening);
        }
    }

    private void Again(TimeSpan mean, Action happening) => _agenda.PlanAfter(mean * (2 * _random.NextDouble()), () =>
    {
        happening();
        Again(mean, happening);
    });

    private static void Rejoin(VirtualDevice device)
    {
        if (!device.IsUp)
        {
            device.Join();
        }
    }

    private async Task OpenAsync()
    {
        _store = await HubStore.OpenAsync(new StorageOptions { Folder = _folder }, TimeProvider.System, NullLogger<HubStore>.Instance, CancellationToken.None);
        var stored = await _store.LoadAsync(CancellationToken.None);
        _loop = new HubLoop(_options, stored.NextCauseId);
        if (_loop.Restore(stored, type => Contracts.Value.TryGet(type, out var contract) ? contract : null, Now) is { Count: > 0 } missing)
        {
            throw new InvariantException($"{missing[0].Name} came back without its contract.");
        }

        _decoder = NewDecoder();
        foreach (var device in stored.Devices)
        {
            _decoder.Know(device.Did, Contracts.Value.TryGet(device.ContractType, out var contract) ? contract : throw new InvariantException(device.ContractType));
        }
    }

    private async Task FlushAsync()
    {
        await _store!.WriteAsync(_unkept, CancellationToken.None);
        _unkept.Clear();
        _kept = _checker.Home.Copy();
    }

    /// <summary>In half of the cases the store had kept everything; in the others what came since is lost.</summary>
    private async Task CutPowerAsync()
    {
        if (_random.Next(2) == 0)
        {
            await FlushAsync();
        }

        _start++;
        _unkept.Clear();
        _lastArrival.Clear();
        _inbox.Dispose();
        _inbox = new HubInbox();
        await _store!.DisposeAsync();
        _agenda.GoTo(_agenda.Now + Milliseconds(60_000));
        _log.Input(Now, "power cut");
        await OpenAsync();
        _checker.OnRestarted(_kept);

        // What automations go on with comes out of the first step.
        Step(HubInput.TakeSnapshot.Instance, "snapshot");
        foreach (var device in _devices.Where(device => device.IsUp))
        {
            device.Lose();
            _agenda.PlanAfter(Milliseconds(20_000), () => Rejoin(device));
        }
    }

    private NativeDecoder NewDecoder() => new(Contracts.Value, _options.Devices.DevicesMax + _options.Devices.FoundMax);

    private TimeSpan Milliseconds(int most) => TimeSpan.FromMilliseconds(1 + _random.Next(most));

    private string Report(Exception fault)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"seed {_seed}, step {_log.Steps}: {fault.Message}");
        text.AppendLine(CultureInfo.InvariantCulture, $"{_swarm}");
        if (fault is not InvariantException)
        {
            text.AppendLine(fault.ToString());
        }

        text.AppendLine("The last inputs:");
        foreach (var line in _log.LastInputs)
        {
            text.AppendLine(line);
        }

        text.Append(CultureInfo.InvariantCulture, $"Again: {SeededRandom.SeedVariable}={_seed} dotnet test tests/IotHub.Simulation.Tests --filter FullyQualifiedName~OneSeed");
        return text.ToString();
    }

    private static string Describe(HubInput input) => input switch
    {
        HubInput.FromDevice { Message: DevicePropertiesReported reported } =>
            $"{reported.Did} reports {string.Join(", ", reported.Properties.Values.Select(Reading))}",
        HubInput.FromDevice { Message: DeviceResponded responded } =>
            $"{responded.Did} answers {responded.Response.Id} {responded.Response.Code} [{string.Join(", ", responded.Response.Values.Select(Reading))}]",
        HubInput.FromDevice { Message: DeviceEventReported happened } => $"{happened.Did} event {happened.Event.Event.Key}",
        HubInput.FromDevice { Message: var message } => message.ToString(),
        HubInput.Command command => $"{command.By} wants {command.Device} [{string.Join(", ", command.Set.Select(Reading))}] {command.Call?.Key} {command.ClientId}",
        _ => input.ToString(),
    };

    private static string Reading(PropertyReading reading) => $"{reading.Property.Key} = {reading.Value}";
}

/// <summary>A seed that went well.</summary>
/// <param name="Hash">Of all that went in and came out.</param>
/// <param name="Steps">How many inputs the hub took.</param>
/// <param name="Seen">How often each kind of output came.</param>
/// <param name="Swarm">Which faults it knew.</param>
internal sealed record SimulationResult(string Hash, int Steps, SortedDictionary<string, long> Seen, Swarm Swarm);
