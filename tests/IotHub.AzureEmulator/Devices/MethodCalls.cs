using System.Globalization;

namespace IotHub.AzureEmulator.Devices;

/// <summary>Direct methods that wait for their answer. The hub's lock guards it.</summary>
internal sealed class MethodCalls
{
    private readonly Dictionary<string, TaskCompletionSource<(int Status, string Body)>> _open = [];
    private int _last;

    public (string Rid, Task<(int Status, string Body)> Answer) Begin()
    {
        var rid = (++_last).ToString("x", CultureInfo.InvariantCulture);
        var source = new TaskCompletionSource<(int, string)>(TaskCreationOptions.RunContinuationsAsynchronously);
        _open[rid] = source;
        return (rid, source.Task);
    }

    public void Answer(string rid, int status, string body)
    {
        if (_open.Remove(rid, out var source))
        {
            source.TrySetResult((status, body));
        }
    }

    public void End(string rid) => _open.Remove(rid);
}
