using System.Diagnostics.CodeAnalysis;
using IotHub.Contracts.Messages;

namespace IotHub.DeviceSim.Devices;

/// <summary>
/// The last answers of a device by the id of their request. A hub that did not hear an answer asks again with the same id; the device then
/// says the same again and does nothing twice.
/// </summary>
internal sealed class AnswerMemory
{
    private readonly Dictionary<string, ResponseMessage> _answers = new(StringComparer.Ordinal);
    private readonly Queue<string> _oldestFirst = new();

    public bool TryFind(string id, [NotNullWhen(true)] out ResponseMessage? response) => _answers.TryGetValue(id, out response);

    public void Remember(ResponseMessage response)
    {
        if (!_answers.TryAdd(response.Id, response))
        {
            return;
        }

        _oldestFirst.Enqueue(response.Id);
        if (_oldestFirst.Count > SimLimits.AnswersRememberedMax)
        {
            _answers.Remove(_oldestFirst.Dequeue());
        }
    }

    /// <summary>A device that starts anew remembers nothing.</summary>
    public void Forget()
    {
        _answers.Clear();
        _oldestFirst.Clear();
    }
}
