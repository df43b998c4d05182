using System.Globalization;
using System.Text;
using System.Text.Json;

namespace IotHub.Testing;

/// <summary>All that a receiver of usage events was sent, as CloudEvents in batches or one by one: what came twice must be the same to the byte.</summary>
public sealed class KeptEvents
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Source, string Id), string> _bodies = [];
    private readonly Dictionary<string, Numbers> _sources = new(StringComparer.Ordinal);
    private readonly List<string> _faults = [];
    private readonly List<(int Count, TaskCompletionSource Reached)> _waits = [];

    /// <summary>Different events.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _bodies.Count;
            }
        }
    }

    /// <summary>How often one came again.</summary>
    public int Repeats { get; private set; }

    /// <summary>What must not be: one id or one sequence number with two bodies, and what came first behind its successor.</summary>
    public IReadOnlyList<string> Faults
    {
        get
        {
            lock (_lock)
            {
                return [.. _faults];
            }
        }
    }

    /// <summary>Bodies by source and id.</summary>
    public IReadOnlyDictionary<(string Source, string Id), string> Bodies
    {
        get
        {
            lock (_lock)
            {
                return new Dictionary<(string, string), string>(_bodies);
            }
        }
    }

    /// <summary>Numbers that are missing between the first and the last of a source, the first being 1; empty where there is no gap.</summary>
    public IReadOnlyList<string> Gaps()
    {
        lock (_lock)
        {
            return [.. _sources.SelectMany(source => source.Value.Missing().Select(number => $"{source.Key} {number}"))];
        }
    }

    /// <summary>Another that was sent the same so far.</summary>
    public KeptEvents Copy()
    {
        var copy = new KeptEvents();
        foreach (var body in Bodies.Values)
        {
            copy.Take(Encoding.UTF8.GetBytes(body));
        }

        return copy;
    }

    /// <summary>Takes what was sent: an array of events, or one.</summary>
    public void Take(ReadOnlyMemory<byte> sent)
    {
        using var document = JsonDocument.Parse(sent);
        lock (_lock)
        {
            if (document.RootElement.ValueKind != JsonValueKind.Array)
            {
                Take(document.RootElement);
            }
            else
            {
                foreach (var one in document.RootElement.EnumerateArray())
                {
                    Take(one);
                }
            }

            foreach (var (_, reached) in _waits.Where(wait => wait.Count <= _bodies.Count))
            {
                reached.TrySetResult();
            }
        }
    }

    /// <summary>Completes with so many different events.</summary>
    public Task ReachedAsync(int count)
    {
        lock (_lock)
        {
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_bodies.Count >= count)
            {
                reached.SetResult();
            }

            _waits.Add((count, reached));
            return reached.Task;
        }
    }

    private void Take(JsonElement one)
    {
        var (source, id, body) = (one.GetProperty("source").GetString()!, one.GetProperty("id").GetString()!, one.GetRawText());
        var sequence = long.Parse(one.GetProperty("sequence").GetString()!, CultureInfo.InvariantCulture);
        if (_bodies.TryGetValue((source, id), out var before))
        {
            Repeats++;
            if (before != body)
            {
                _faults.Add($"{id} came with two bodies: {before} and {body}");
            }

            return;
        }

        _bodies.Add((source, id), body);
        var numbers = _sources.TryGetValue(source, out var known) ? known : _sources[source] = new Numbers();
        if (!numbers.TryAdd(sequence, id, out var fault))
        {
            _faults.Add($"{id}, number {sequence} of {source}: {fault}");
        }
    }

    /// <summary>The sequence numbers of one source.</summary>
    private sealed class Numbers
    {
        private readonly Dictionary<long, string> _ids = [];
        private long _last;

        public bool TryAdd(long number, string id, out string fault)
        {
            fault = !_ids.TryAdd(number, id) ? $"{_ids[number]} has the same number" : number < _last ? $"came for the first time behind {_last}" : string.Empty;
            _last = Math.Max(_last, number);
            return fault.Length == 0;
        }

        public IEnumerable<long> Missing()
        {
            for (var number = 1L; number < _last; number++)
            {
                if (!_ids.ContainsKey(number))
                {
                    yield return number;
                }
            }
        }
    }
}
