using System.Buffers;
using IotHub.Contracts.Messages;
using IotHub.Contracts.Model;
using IotHub.Contracts.Topics;
using IotHub.Contracts.Values;
using IotHub.Simulation.Tests.World;

namespace IotHub.Simulation.Tests.Convergence;

/// <summary>A loudspeaker as the contract of topics wants it: does a request once, remembers its last 32 answers, and keeps a diary for the oracle.</summary>
internal sealed class LossyDevice(string did, DeviceContract contract, DeviceManner manner, Agenda agenda, Random random, Action<string, byte[]> publish)
{
    private const int AnswersKept = 32;

    private readonly Dictionary<string, ResponseMessage> _answers = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();
    private readonly Dictionary<string, PropertyValue> _values = new(StringComparer.Ordinal);

    private TimeSpan _busyUntil;

    public string Did => did;

    public DeviceContract Contract => contract;

    /// <summary>What it really did: each value from when on, and each answer and call.</summary>
    public List<(TimeSpan At, string Property, PropertyValue Value)> Values { get; } = [];

    public List<(TimeSpan At, ResponseMessage Response)> Answers { get; } = [];

    public List<(TimeSpan At, string RequestId)> Calls { get; } = [];

    /// <summary>When somebody turned a knob.</summary>
    public List<(TimeSpan At, string Property)> Hands { get; } = [];

    public void Join()
    {
        foreach (var property in contract.Properties.Where(property => property.IsObservable))
        {
            Become(property, property.Format switch
            {
                PropertyFormat.Boolean => PropertyValue.FromBoolean(false),
                PropertyFormat.String => PropertyValue.FromText("-"),
                _ => PropertyValue.FromInteger(property.ValueList.IsEmpty ? (long)(property.Range?.Minimum ?? 0) : property.ValueList[0].Value),
            });
        }

        Say(DeviceTopics.Announce(did), buffer => MessageWriter.WriteAnnounce(buffer, new AnnounceMessage(contract.Type.Text)));
        Say(DeviceTopics.Status(did), buffer => MessageWriter.WriteStatus(buffer, true));
        Report(contract.Properties.Where(property => property.IsObservable));
    }

    /// <summary>Somebody turns its knob.</summary>
    public void TurnByHand(ContractProperty property, PropertyValue value)
    {
        Hands.Add((agenda.Now, property.Key));
        Become(property, value);
        Report([property]);
    }

    public void Take(byte[] payload)
    {
        if (!MessageReader.TryReadRequest(payload, contract, out var request, out var rejection))
        {
            throw new Checks.InvariantException($"The hub sent {did} what its contract forbids: {rejection.Message}");
        }

        if (_answers.TryGetValue(request.Id, out var known))
        {
            Say(DeviceTopics.Responses(did), buffer => MessageWriter.WriteResponse(buffer, known));
            return;
        }

        if (!request.Get.IsEmpty)
        {
            Respond(new ResponseMessage(request.Id, 0, [.. request.Get.Select(property => new PropertyReading(property, _values[property.Key]))], [], []));
        }
        else if (request.Call is not null)
        {
            Calls.Add((agenda.Now, request.Id));
            Respond(new ResponseMessage(request.Id, 0, [], [], []));
        }
        else
        {
            Set(request);
        }
    }

    private void Set(RequestMessage request)
    {
        // It never plays as loud as 66.
        var refused = request.Set.Where(reading => reading.Property.Key == "speaker.volume" && reading.Value.AsInteger == 66).ToList();
        var taken = request.Set.RemoveAll(reading => refused.Contains(reading));
        var code = refused.Count > 0 ? -4005 : manner == DeviceManner.Accepts ? 1 : 0;
        var answer = new ResponseMessage(
            request.Id, code, manner == DeviceManner.AnswersWithValues ? taken : [], [.. refused.Select(reading => new PropertyCode(reading.Property, -4005))], []);
        if (code == 1)
        {
            Respond(answer);
            // One after the other, as a motor does.
            var at = agenda.Now + TimeSpan.FromMilliseconds(random.Next(600));
            _busyUntil = at > _busyUntil ? at : _busyUntil;
            agenda.Plan(_busyUntil, () => Do(taken));
            return;
        }

        if (manner == DeviceManner.ReportsThenAnswers)
        {
            Do(taken);
            Respond(answer);
        }
        else
        {
            Respond(answer);
            Do(taken);
        }
    }

    private void Do(IEnumerable<PropertyReading> readings)
    {
        List<ContractProperty> changed = [];
        foreach (var reading in readings)
        {
            if (_values[reading.Property.Key] != reading.Value)
            {
                changed.Add(reading.Property);
            }

            // In the diary even where it was so already: it was done.
            Become(reading.Property, reading.Value);
        }

        Report(changed);
    }

    private void Become(ContractProperty property, PropertyValue value)
    {
        _values[property.Key] = value;
        Values.Add((agenda.Now, property.Key, value));
    }

    private void Report(IEnumerable<ContractProperty> properties)
    {
        List<PropertyReading> readings = [.. properties.Select(property => new PropertyReading(property, _values[property.Key]))];
        if (readings.Count > 0)
        {
            Say(DeviceTopics.Properties(did), buffer => MessageWriter.WriteProperties(buffer, new PropertiesMessage([.. readings])));
        }
    }

    private void Respond(ResponseMessage response)
    {
        _answers.Add(response.Id, response);
        _order.Enqueue(response.Id);
        if (_order.Count > AnswersKept)
        {
            _answers.Remove(_order.Dequeue());
        }

        Answers.Add((agenda.Now, response));
        Say(DeviceTopics.Responses(did), buffer => MessageWriter.WriteResponse(buffer, response));
    }

    private void Say(string topic, Action<ArrayBufferWriter<byte>> write)
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        write(buffer);
        publish(topic, buffer.WrittenSpan.ToArray());
    }
}
