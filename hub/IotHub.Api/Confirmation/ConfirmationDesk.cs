using System.Collections.Immutable;
using Microsoft.Extensions.Options;

namespace IotHub.Api.Confirmation;

/// <summary>
/// Asks people before the hub opens a home for them: the first attempt gets a nonce, the second brings it. A nonce counts once, for what it was given out for, from whom it was given to, and for a while.
/// Bounded in number: the oldest is forgotten, and whoever brings it is asked again.
/// </summary>
internal sealed class ConfirmationDesk(IIdSource ids, TimeProvider time, IOptions<ApiOptions> options)
{
    public const string Code = "confirm-required";

    // More is not read by anybody; the number of the rest is told.
    private const int ActsMax = 32;

    private readonly ApiOptions _options = options.Value;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Question> _questions = new(StringComparer.Ordinal);
    private readonly Queue<Question> _order = new();

    /// <summary>Looks whether it may be done.</summary>
    /// <param name="client">Who asks: a socket, or the address that a request comes from.</param>
    /// <param name="what">All of what is asked, in one form.</param>
    /// <param name="nonce">What the client brings; null for nothing.</param>
    /// <param name="acts">What of it has to be confirmed.</param>
    /// <returns>Null when it may be done; otherwise what to ask the person.</returns>
    public ConfirmBody? Ask(string client, string what, string? nonce, ImmutableArray<ConfirmedActBody> acts)
    {
        if (acts.IsEmpty)
        {
            return null;
        }

        lock (_gate)
        {
            Forget(question => question.ExpiresAt <= time.GetUtcNow());
            if (nonce is not null && _questions.TryGetValue(nonce, out var asked) && asked.Client == client && asked.What == what)
            {
                _questions.Remove(nonce);
                return null;
            }

            Forget(_ => _order.Count >= _options.ConfirmationsMax);

            // Two ids: 128 bits, which nobody guesses within the while that it counts.
            var question = new Question(ids.Next() + ids.Next(), client, what, time.GetUtcNow() + _options.ConfirmationTimeout);
            _questions.Add(question.Nonce, question);
            _order.Enqueue(question);
            return new ConfirmBody(
                question.Nonce,
                (int)_options.ConfirmationTimeout.TotalMilliseconds,
                [.. acts.Take(ActsMax)],
                acts.Length > ActsMax ? acts.Length - ActsMax : null);
        }
    }

    /// <summary>The question in a sentence, for programs that show no more.</summary>
    public static string Sentence(ConfirmBody confirm)
    {
        var first = confirm.Acts[0];
        var act = first.Action is { } action ? $"'{action}' of {first.Label}" : first.Value is { } value ? $"setting '{first.Property}' of {first.Label} to {value}" : $"setting '{first.Property}' of {first.Label}";
        var where = first.Room.Length == 0 ? string.Empty : $" ({first.Room})";
        var more = confirm.Acts.Count - 1 + (confirm.More ?? 0);
        return $"A person has to confirm {act}{where}{(more > 0 ? $" and {more} more" : string.Empty)}. Send the same again with the nonce {confirm.Nonce}.";
    }

    // Those that were answered stand in the order until they would have expired, so that it has the same bound.
    private void Forget(Predicate<Question> isOver)
    {
        while (_order.TryPeek(out var oldest) && isOver(oldest))
        {
            _order.Dequeue();
            _questions.Remove(oldest.Nonce);
        }
    }

    private sealed record Question(string Nonce, string Client, string What, DateTimeOffset ExpiresAt);
}
