using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Threading.Channels;
using IotHub.DeviceSim.Devices;

namespace IotHub.DeviceSim.Scenarios;

/// <summary>Requests that devices received and that wait for their turn.</summary>
public sealed class RequestInbox
{
    /// <summary>Requests that wait at one time; a rule set that sends more in one moment runs away.</summary>
    public const int RequestsMax = 10_000;

    // Overflow: the device waits, and with it the hub's delivery to it.
    private readonly Channel<IncomingRequest> _requests = Channel.CreateBounded<IncomingRequest>(new BoundedChannelOptions(RequestsMax) { SingleReader = true });
    private readonly TimeProvider _time;

    /// <summary>Empty.</summary>
    /// <param name="time">Clock of the time-out.</param>
    public RequestInbox(TimeProvider time) => _time = time;

    /// <summary>How long requests may be on their way from the hub.</summary>
    public static TimeSpan ArrivalTimeout { get; } = TimeSpan.FromSeconds(30);

    /// <summary>Takes a request; give this to devices as <see cref="SimulatedDevice.RequestReceived"/>.</summary>
    public ValueTask AcceptAsync(IncomingRequest request, CancellationToken cancellationToken) => _requests.Writer.WriteAsync(request, cancellationToken);

    /// <summary>Takes a request that waits; false without any.</summary>
    public bool TryTake([NotNullWhen(true)] out IncomingRequest? request) => _requests.Reader.TryRead(out request);

    /// <summary>Waits for so many requests and hands them out in the order of their ids.</summary>
    /// <exception cref="SimulationException">They did not all arrive.</exception>
    public async ValueTask<IReadOnlyList<IncomingRequest>> TakeAsync(long count, CancellationToken cancellationToken)
    {
        var taken = new List<(string Id, IncomingRequest Request)>();
        using var timeout = new CancellationTokenSource(ArrivalTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            while (taken.Count < count)
            {
                var request = await _requests.Reader.ReadAsync(either.Token);
                taken.Add((RequestAnswerer.ReadId(request.Payload) ?? "", request));
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SimulationException(
                $"The hub says that it sent {count} requests, but {taken.Count} arrived within {ArrivalTimeout.TotalSeconds} s: it may know devices that this replay does not simulate.");
        }

        return [.. taken.OrderBy(entry => NumberOf(entry.Id)).ThenBy(entry => entry.Id, StringComparer.Ordinal).Select(entry => entry.Request)];
    }

    /// <summary>The number at the end of an id, <c>12</c> of <c>r-12</c>; the largest where there is none.</summary>
    internal static ulong NumberOf(string id)
    {
        var start = id.Length;
        while (start > 0 && char.IsAsciiDigit(id[start - 1]))
        {
            start--;
        }

        return ulong.TryParse(id.AsSpan(start), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : ulong.MaxValue;
    }
}
