namespace IotHub.EndToEnd.Tests.Durability;

/// <summary>
/// Knows what each run has to do, and counts at the devices what was done. An effect is a text, <c>meal-17-end</c>: rule, run, step; done twice it comes
/// under two ids.
/// </summary>
internal sealed class EffectOracle(IReadOnlyDictionary<string, string[]> stepsOfRule)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, HashSet<string>> _idsOfEffect = [];
    private readonly Dictionary<(string Rule, int Run), int> _runs = [];
    private readonly HashSet<string> _portions = [];
    private readonly List<(string Effect, TaskCompletionSource Seen)> _waiters = [];

    public int Runs => _runs.Count;

    public int Effects => _idsOfEffect.Count;

    public int Portions => _portions.Count;

    /// <summary>A device did something.</summary>
    public void Did(string effect, string id)
    {
        lock (_lock)
        {
            if (!_idsOfEffect.TryGetValue(effect, out var ids))
            {
                ids = _idsOfEffect[effect] = [];
            }

            ids.Add(id);
            var parts = effect.Split('-');
            var run = (parts[0], int.Parse(parts[1]));
            _runs[run] = _runs.GetValueOrDefault(run) + 1;
            foreach (var (_, seen) in _waiters.Where(waiter => waiter.Effect == effect || (waiter.Effect.Length == 0 && Lost().Count == 0)))
            {
                seen.TrySetResult();
            }
        }
    }

    /// <summary>The feeder gave a portion.</summary>
    public void Fed(string id)
    {
        lock (_lock)
        {
            _portions.Add(id);
        }
    }

    /// <summary>Completes when an effect was seen; with an empty text, when nothing of any run is missing.</summary>
    public Task SeenAsync(string effect)
    {
        lock (_lock)
        {
            if (effect.Length == 0 ? Lost().Count == 0 : _idsOfEffect.ContainsKey(effect))
            {
                return Task.CompletedTask;
            }

            var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((effect, seen));
            return seen.Task;
        }
    }

    /// <summary>Steps of runs that began and that no device has done.</summary>
    public List<string> Lost()
    {
        lock (_lock)
        {
            return [.. _runs.Keys.SelectMany(run => stepsOfRule[run.Rule].Select(step => $"{run.Rule}-{run.Run}-{step}")).Where(effect => !_idsOfEffect.ContainsKey(effect)).Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>Effects that were done more than once, with the ids.</summary>
    public List<string> Doubled()
    {
        lock (_lock)
        {
            return [.. _idsOfEffect.Where(pair => pair.Value.Count > 1).Select(pair => $"{pair.Key} as {string.Join(", ", pair.Value)}").Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>How many runs of a rule began.</summary>
    public int RunsOf(string rule)
    {
        lock (_lock)
        {
            return _runs.Keys.Count(run => run.Rule == rule);
        }
    }
}
