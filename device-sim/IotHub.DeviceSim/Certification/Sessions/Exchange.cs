using System.Collections.Immutable;
using IotHub.Contracts.Messages;

namespace IotHub.DeviceSim.Certification.Sessions;

/// <summary>A request and what came back for it.</summary>
/// <param name="id">Its id.</param>
/// <param name="sent">The payload.</param>
/// <param name="sentAt">When, since the run began.</param>
internal sealed class Exchange(string id, byte[] sent, TimeSpan sentAt)
{
    // Replaced as a whole: it is read on one thread while a further answer may come in on another.
    private ImmutableArray<(SeenMessage Message, ResponseMessage? Response)> _answers = [];

    public string Id => id;

    public ReadOnlyMemory<byte> Sent => sent;

    public TimeSpan SentAt => sentAt;

    /// <summary>How many answers are due: one, and one more for each repetition.</summary>
    public int Due { get; private set; } = 1;

    public bool IsAnswered => _answers.Length > 0;

    public int Count => _answers.Length;

    /// <summary>The first answer, read by the contract; null without one, or for one that cannot be read.</summary>
    public ResponseMessage? Response => IsAnswered ? _answers[0].Response : null;

    /// <summary>The code of the first answer; null without one that can be read.</summary>
    public int? Code => Response?.Code;

    public ResponseMessage? LastResponse => IsAnswered ? _answers[^1].Response : null;

    public SeenMessage? First => IsAnswered ? _answers[0].Message : null;

    /// <summary>When the first answer came.</summary>
    public TimeSpan? AnsweredAt => First?.At;

    /// <summary>What was sent and what came back, for a report.</summary>
    public string Show() => $"{SeenMessage.Show(sent)} → {ShowAnswers()}";

    public string ShowAnswers() => IsAnswered ? string.Join(" and ", _answers.Take(3).Select(answer => SeenMessage.Show(answer.Message.Payload.Span))) : "no answer";

    public void ExpectAnother() => Due++;

    public void Take(SeenMessage message, ResponseMessage? response) => _answers = _answers.Add((message, response));
}
