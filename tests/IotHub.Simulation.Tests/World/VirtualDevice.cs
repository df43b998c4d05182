using System.Buffers;
using System.Collections.Immutable;
using IotHub.Contracts.Messages;
using IotHub.Contracts.Model;
using IotHub.Contracts.Topics;
using IotHub.Contracts.Values;
using IotHub.DeviceSim.Devices;

namespace IotHub.Simulation.Tests.World;

/// <summary>
/// The device simulator's logic (state, answers, life) without its connection: bytes go out by a delegate and come in by <see cref="Take"/>.
/// </summary>
internal sealed class VirtualDevice
{
    private const int AnswersKept = 32;

    private static readonly TimeSpan LifePause = TimeSpan.FromMinutes(20);

    private readonly SimulatedDevicePlan _plan;
    private readonly Swarm _swarm;
    private readonly Random _random;
    private readonly Agenda _agenda;
    private readonly Action<VirtualDevice, string, byte[]> _publish;
    private readonly DeviceState _state;
    private readonly RequestAnswerer _answerer;
    private readonly DeviceLife _life;
    private readonly DateTimeOffset _start;
    private readonly Queue<string> _answeredIds = new();
    private readonly Dictionary<string, ResponseMessage> _answers = new(StringComparer.Ordinal);
    private int _firmware;

    public VirtualDevice(SimulatedDevicePlan plan, Swarm swarm, Random random, Agenda agenda, DateTimeOffset start, Action<VirtualDevice, string, byte[]> publish)
    {
        (_plan, _swarm, _random, _agenda, _start, _publish) = (plan, swarm, random, agenda, start, publish);
        _state = new DeviceState(plan.Contract, BehaviourTable.Default, new Random(plan.Seed));
        _answerer = new RequestAnswerer(_state);
        _life = new DeviceLife(_state, BehaviourTable.Default, plan.Seed, start);
    }

    public string Did => _plan.Did;

    public DeviceContract Contract => _plan.Contract;

    public bool IsUp { get; private set; }

    /// <summary>Connects: says who and how it is, as a device does after each connection.</summary>
    public void Join()
    {
        IsUp = true;
        var announce = new AnnounceMessage(Contract.Type.Text, $"1.{_firmware}.0", "Simulator", Did, _plan.Label, _plan.Room);
        Publish(DeviceTopics.Announce(Did), buffer => MessageWriter.WriteAnnounce(buffer, announce));
        Publish(DeviceTopics.Status(Did), buffer => MessageWriter.WriteStatus(buffer, true));
        Report(_state.Observable());
        PlanLife();
    }

    /// <summary>The connection breaks; the broker publishes the Will for it.</summary>
    public void Crash(bool toUpdate)
    {
        Publish(DeviceTopics.Status(Did), buffer => MessageWriter.WriteStatus(buffer, false));
        IsUp = false;
        _firmware += toUpdate ? 1 : 0;
        _answers.Clear();
        _answeredIds.Clear();
    }

    /// <summary>The hub went away; nobody hears a Will.</summary>
    public void Lose() => IsUp = false;

    /// <summary>Somebody walks by, opens a window or presses the lamp's own switch.</summary>
    public void Happen()
    {
        if (!IsUp)
        {
            return;
        }

        var toggles = Contract.Properties.Where(property => property.IsObservable && property.Format == PropertyFormat.Boolean).ToArray();
        if (toggles.Length == 0)
        {
            return;
        }

        var toggled = toggles[_random.Next(toggles.Length)];
        var reading = new PropertyReading(toggled, PropertyValue.FromBoolean(!_state.Get(toggled).AsBoolean));
        _state.Set(reading);
        Report([reading]);
        if (Contract.Events.Count > 0)
        {
            var happened = Contract.Events.OrderBy(one => one.Key, StringComparer.Ordinal).ElementAt(_random.Next(Contract.Events.Count));
            Publish(DeviceTopics.Event(Did, happened.Key), buffer => MessageWriter.WriteEvent(buffer, new EventMessage(happened, [], null)));
        }
    }

    /// <summary>A request arrives.</summary>
    public void Take(byte[] payload)
    {
        if (!IsUp)
        {
            return;
        }

        if (!MessageReader.TryReadRequest(payload, Contract, out var request, out var rejection))
        {
            throw new Checks.InvariantException($"The hub sent {Did} a request that its contract forbids: {rejection.Message}");
        }

        if (_answers.TryGetValue(request.Id, out var answered))
        {
            Publish(DeviceTopics.Responses(Did), buffer => MessageWriter.WriteResponse(buffer, answered));
            return;
        }

        var chance = _random.Next(100);
        if (_swarm.SilentDevices && chance < 8)
        {
            return;
        }

        if (_swarm.ErrorAnswers && chance is >= 8 and < 18)
        {
            Respond(DeviceAnswer.Refusal(request.Id, -4001 - _random.Next(15)));
            return;
        }

        var delay = _swarm.LateMessages && chance >= 90 ? TimeSpan.FromMilliseconds(_random.Next(12_000)) : TimeSpan.Zero;
        _agenda.PlanAfter(delay, () =>
        {
            if (IsUp && _answerer.Answer(payload) is { } answer)
            {
                // Some firmware says only "taken" and reports when the motor has stopped; some does and never reports.
                Respond(chance is >= 18 and < 23 ? new DeviceAnswer(new ResponseMessage(request.Id, 1, [], [], []), answer.Changed) : answer);
                if (!_swarm.SilentDevices || chance is < 23 or >= 28)
                {
                    Report(answer.Changed);
                }
            }
        });
    }

    private void PlanLife()
    {
        if (_life.NextAt is { } next)
        {
            // Steps of life come every ten seconds for some; made up together they say as much and leave room for everything else.
            var at = next - _start;
            _agenda.Plan(at > _agenda.Now + LifePause ? at : _agenda.Now + LifePause, () =>
            {
                if (IsUp)
                {
                    Report(_life.Step(_start + _agenda.Now));
                    PlanLife();
                }
            });
        }
    }

    private void Respond(DeviceAnswer answer)
    {
        // A request that comes again is answered again, and not done again.
        if (_answers.TryAdd(answer.Response.Id, answer.Response))
        {
            _answeredIds.Enqueue(answer.Response.Id);
            if (_answeredIds.Count > AnswersKept)
            {
                _answers.Remove(_answeredIds.Dequeue());
            }
        }

        Publish(DeviceTopics.Responses(Did), buffer => MessageWriter.WriteResponse(buffer, answer.Response));
    }

    private void Report(ImmutableArray<PropertyReading> values)
    {
        if (!values.IsEmpty)
        {
            Publish(DeviceTopics.Properties(Did), buffer => MessageWriter.WriteProperties(buffer, new PropertiesMessage(values)));
        }
    }

    private void Publish(string topic, Action<ArrayBufferWriter<byte>> write)
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        write(buffer);
        _publish(this, topic, buffer.WrittenSpan.ToArray());
    }
}
