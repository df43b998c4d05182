using IotHub.Mqtt.Packets;

namespace IotHub.Mqtt.Client.Sessions;

/// <summary>A filter that the server is to forget.</summary>
internal sealed class Unsubscription(string filter)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Filter { get; } = filter;

    /// <summary>Completes when the server has forgotten it.</summary>
    public Task Done => _done.Task;

    public void Answer(ReasonCode reason, string? reasonString)
    {
        if (reason < ReasonCode.UnspecifiedError)
        {
            _done.TrySetResult();
        }
        else
        {
            Refuse(new MqttRefusedException($"The server did not unsubscribe {Filter}: {reason}.", reason, reasonString));
        }
    }

    public void Refuse(MqttException exception)
    {
        _done.TrySetException(exception);
        _ = _done.Task.Exception;
    }
}
