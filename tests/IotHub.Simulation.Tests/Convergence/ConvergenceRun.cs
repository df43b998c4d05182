using System.Buffers;
using System.Collections.Immutable;
using IotHub.Bridges.Native;
using IotHub.Contracts;
using IotHub.Contracts.Messages;
using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.Devices.Commands;
using IotHub.Runtime;
using IotHub.Simulation.Tests.Checks;
using IotHub.Simulation.Tests.World;
using IotHub.Testing;

namespace IotHub.Simulation.Tests.Convergence;

/// <summary>
/// The whole core and four loudspeakers behind bad links: commands of all kinds, alone, in storms and against hands on the knob, and an oracle
/// that compares what was told with what was done. Time is virtual, chance comes from the seed.
/// </summary>
internal sealed class ConvergenceRun
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(10);
    private static readonly Lazy<ContractCatalogue> Contracts = new(
        () => ContractCatalogue.Load([RepositoryRoot.Path("firmware-contracts", "contracts")], out _));

    private readonly int _seed;
    private readonly Random _random;
    private readonly Agenda _agenda = new();
    private readonly HubLoop _loop = new(new HubLoopOptions { AdoptsAnnounced = true });
    private readonly NativeDecoder _decoder = new(Contracts.Value, 100);
    private readonly Dictionary<string, LossyDevice> _devices = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LossyLink> _links = new(StringComparer.Ordinal);
    private readonly OutcomeOracle _oracle = new();
    private readonly DeviceContract _contract;
    private bool _isOver;

    private ConvergenceRun(int seed)
    {
        _seed = seed;
        _random = new Random(seed);
        _contract = Contracts.Value.TryGetKind("speaker", out var contract) ? contract : throw new InvalidOperationException("There is no speaker.");
        foreach (var manner in Enum.GetValues<DeviceManner>())
        {
            var did = $"speaker-{(int)manner}";
            var link = new LossyLink(_agenda, new Random(_random.Next()));
            _links[did] = link;
            _devices[did] = new LossyDevice(
                did, _contract, manner, _agenda, new Random(_random.Next()), (topic, payload) => link.ToHub(() => Step(_decoder.Decode(topic, payload).Input)));
        }
    }

    /// <summary>Runs one seed.</summary>
    /// <exception cref="InvariantException">Something was told that was not so; the message says what and how to see it again.</exception>
    public static ConvergenceResult Run(int seed)
    {
        var run = new ConvergenceRun(seed);
        try
        {
            run.RunToEnd();
        }
        catch (InvariantException fault)
        {
            throw new InvariantException($"seed {seed}: {fault.Message} Again: {SeededRandom.SeedVariable}={seed} dotnet test tests/IotHub.Simulation.Tests --filter FullyQualifiedName~Convergence");
        }

        return new ConvergenceResult([.. run._oracle.All.Select(told => told.End!)], run._oracle.All.Sum(told => told.Messages), run.Slowest(), run._oracle.UndoneByHand(run._devices));
    }

    private void RunToEnd()
    {
        // The first words are not lost here: a device that the hub does not know cannot be commanded.
        foreach (var device in _devices.Values)
        {
            Step(new HubInput.FromDevice(new Devices.DeviceAnnounced(device.Did, new AnnounceMessage(_contract.Type.Text), _contract)));
            _decoder.Know(device.Did, _contract);
            device.Join();

            // Of a device that never answered anything the hub believes reports alone. This one answers, and the hub learns so first.
            _agenda.PlanAfter(TimeSpan.FromSeconds(5), () => Ask(device, [], Next()));
            _agenda.PlanAfter(TimeSpan.FromSeconds(10), () =>
            {
                Again(TimeSpan.FromSeconds(4), () => Command(device));
                Again(TimeSpan.FromSeconds(60), () => Storm(device));
                Again(TimeSpan.FromSeconds(20), () => device.TurnByHand(Property("speaker.mute"), PropertyValue.FromBoolean(_random.Next(2) == 0)));
            });
        }

        GoTo(Length);
        _isOver = true;
        GoTo(Length + TimeSpan.FromSeconds(30));
        _oracle.Judge(_devices);
    }

    private void GoTo(TimeSpan end)
    {
        while (true)
        {
            var next = _agenda.NextAt;
            var due = _loop.NextDue - Start;
            var at = due is null || next < due ? next : due;
            if (at is not { } time || time > end)
            {
                _agenda.GoTo(end);
                return;
            }

            _agenda.GoTo(time);
            if (due <= _agenda.Now)
            {
                Step(HubInput.Tick.Instance);
            }
        }
    }

    private void Step(HubInput input)
    {
        foreach (var output in _loop.Step(input, Start + _agenda.Now).ToArray())
        {
            switch (output)
            {
                case HubOutput.CommandWaits waits:
                    _oracle.Took(waits.Command, _agenda.Now);
                    break;
                case HubOutput.Request request:
                    _oracle.Expect(request.Command, _agenda.Now);
                    Send(request.Message, new RequestMessage(request.Message.Id, request.Message.Set, [], request.Command.Call, request.Command.In));
                    break;
                case HubOutput.Question question:
                    Send(question.Message, new RequestMessage(question.Message.Id, [], question.Message.Get, null, []));
                    break;
                case HubOutput.CommandEnded ended:
                    _oracle.Ended(ended.End, ended.End.At - Start);
                    break;
                case HubOutput.Refused { Message: var refused } when refused.Rejection.Reason != RejectionReason.UnknownRequest:
                    throw new InvariantException($"The hub refused what a good device said: {refused.Rejection.Message}");
            }
        }
    }

    private void Send(DeviceRequest request, RequestMessage message)
    {
        _oracle.Sent(request, _agenda.Now);
        var buffer = new ArrayBufferWriter<byte>(128);
        MessageWriter.WriteRequest(buffer, message);
        var payload = buffer.WrittenSpan.ToArray();
        _links[request.Device.Did].ToDevice(() => _devices[request.Device.Did].Take(payload));
    }

    private void Command(LossyDevice device)
    {
        switch (_random.Next(10))
        {
            case 0:
                Ask(device, [], Next());
                break;
            case 1 or 2:
                Ask(device, [Volume(), Mute()], null);
                break;
            case < 6:
                Ask(device, [Volume()], null);
                break;
            case < 8:
                Ask(device, [Mute()], null);
                break;
            default:
                // On, off and on again, faster than the way there and back.
                Ask(device, [Mute()], null);
                _agenda.PlanAfter(TimeSpan.FromMilliseconds(_random.Next(300)), () => Ask(device, [Mute()], null));
                _agenda.PlanAfter(TimeSpan.FromMilliseconds(300 + _random.Next(300)), () => Ask(device, [Mute()], null));
                break;
        }
    }

    private void Storm(LossyDevice device)
    {
        for (var i = 0; i < 30; i++)
        {
            _agenda.PlanAfter(TimeSpan.FromMilliseconds(i * 15), () => Ask(device, [Volume()], null));
        }
    }

    private void Ask(LossyDevice device, ImmutableArray<PropertyReading> set, ContractAction? call)
    {
        if (!_isOver)
        {
            Step(new HubInput.Command(device.Did, set, call, [], "lin"));
        }
    }

    private ContractAction Next() => _contract.TryGetAction("play-control.next", out var next) ? next : throw new InvalidOperationException("There is no next.");

    // Few values, so that the same one is often wanted twice: an old report must not pass for a new one.
    private PropertyReading Volume() => new(Property("speaker.volume"), PropertyValue.FromInteger(_random.Next(20) == 0 ? 66 : 10 * _random.Next(1, 5)));

    private PropertyReading Mute() => new(Property("speaker.mute"), PropertyValue.FromBoolean(_random.Next(2) == 0));

    private ContractProperty Property(string key) => _contract.TryGetProperty(key, out var property) ? property : throw new InvalidOperationException(key);

    private void Again(TimeSpan mean, Action happening) => _agenda.PlanAfter(mean * (2 * _random.NextDouble()), () =>
    {
        if (!_isOver)
        {
            happening();
            Again(mean, happening);
        }
    });

    private TimeSpan Slowest() => _oracle.All.Where(told => told.End?.Outcome == CommandOutcome.Confirmed).Max(told => told.EndedAt - told.At);
}

/// <summary>A seed of which everything was told truly.</summary>
/// <param name="Ends">How commands ended.</param>
/// <param name="Messages">How many messages they took.</param>
/// <param name="Slowest">The longest from taken to confirmed.</param>
/// <param name="UndoneByHand">Commands that timed out while somebody turned the knob that they were for.</param>
internal sealed record ConvergenceResult(ImmutableArray<CommandEnd> Ends, int Messages, TimeSpan Slowest, int UndoneByHand);
