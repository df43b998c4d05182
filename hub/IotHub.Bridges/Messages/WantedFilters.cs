using System.Collections.Immutable;
using IotHub.Contracts.Topics;

namespace IotHub.Bridges.Messages;

/// <summary>The topic filters that automations listen to now, and which of them brings a message where several match.</summary>
/// <param name="filters">The filters, in order.</param>
internal sealed class WantedFilters(ImmutableArray<string> filters)
{
    // Most filters are topics: what matches without a wildcard is found at once, however many there are.
    private readonly HashSet<string> _topics = filters.Where(filter => !HasWildcard(filter)).ToHashSet(StringComparer.Ordinal);
    private readonly string[] _wildcards = [.. filters.Where(HasWildcard)];

    /// <summary>No filters.</summary>
    public static WantedFilters None { get; } = new([]);

    /// <summary>The topic itself where somebody listens to just that, otherwise the first filter in order; null where nobody listens.</summary>
    public string? BringerOf(string topic) =>
        _topics.Contains(topic) ? topic : Array.Find(_wildcards, filter => MessageTopics.Matches(filter, topic));

    private static bool HasWildcard(string filter) => filter.AsSpan().IndexOfAny('+', '#') >= 0;
}
