using IotHub.Api.Problems;
using IotHub.Insights.Feedback;
using IotHub.Runtime.Storing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace IotHub.Api.Feedback;

/// <summary>What requests about feedback work with.</summary>
/// <param name="Journal">Where it is kept.</param>
/// <param name="Source">Releases and ids.</param>
internal sealed record FeedbackDesk(IFeedbackJournal Journal, IFeedbackSource Source)
{
    /// <summary>Answers a request, also where there is no feedback or the store cannot be used.</summary>
    public static async Task<IResult> AskAsync(IServiceProvider services, Func<FeedbackDesk, Task<IResult>> work)
    {
        if (services.GetService<IFeedbackJournal>() is not { } journal || services.GetService<IFeedbackSource>() is not { } source)
        {
            return Problem.Of(StatusCodes.Status503ServiceUnavailable, "feedback.none", "There is no feedback", "This hub keeps none.");
        }

        try
        {
            return await work(new FeedbackDesk(journal, source));
        }
        catch (StoreException trouble)
        {
            return Problem.Of(StatusCodes.Status503ServiceUnavailable, "feedback.unreadable", "Feedback cannot be read or written", trouble.Message);
        }
    }

    /// <summary>All answers that the running version has for this home.</summary>
    public async Task<IReadOnlyList<ReleaseAnswer>> AnswersAsync(CancellationToken cancellationToken) => ReleaseAnswer.Of(
        Source.Releases, Source.Running, await Journal.ItemsAsync(FeedbackBounds.ItemsMax, cancellationToken), await Journal.VotesAsync(cancellationToken));
}
