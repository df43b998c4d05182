using IotHub.Api.Insights;
using IotHub.Api.Json;
using IotHub.Api.Problems;
using IotHub.Automation.Actions;
using IotHub.Runtime.Notices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace IotHub.Api.Notices;

/// <summary>What people were told, and how it gets out of the app.</summary>
internal static class NoticeEndpoints
{
    private const int LimitMax = 200;

    public static void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/notices").WithTags("notices");
        group.MapGet(string.Empty, ListAsync)
            .WithName("listNotices").WithSummary("What people were told, newest first").Produces<NoticesBody>().ProducesProblems(400, 503);
        api.MapPost("/notices:read", ReadAsync).WithTags("notices")
            .WithName("markNoticesRead").WithSummary("Somebody has read all up to a number").Accepts<NoticeReadBody>("application/json")
            .Produces<NoticeUnreadBody>().ProducesProblems(400, 413, 415, 503);
        api.MapPost("/notices:test", TestAsync).WithTags("notices")
            .WithName("testNotices").WithSummary("Tells everyone that this is a test, by all channels").Produces(StatusCodes.Status204NoContent).ProducesProblems(503);
        group.MapGet("/channels", (IServiceProvider services) => TypedResults.Ok(services.GetService<INoticeChannels>()?.Read() ?? []))
            .WithName("listNoticeChannels").WithSummary("How the channels stand that bring notices out of the app").Produces<UplinkBody[]>();
    }

    private static async Task<IResult> ListAsync(long? before, int? limit, bool? unread, IServiceProvider services, CancellationToken cancellationToken)
    {
        var most = limit ?? 50;
        return most is < 1 or > LimitMax
            ? Problem.BadRequest("query.out-of-range", $"limit is {most}; it must lie between 1 and {LimitMax}.")
            : await WithJournalAsync(services, async journal =>
            {
                var notices = await journal.NoticesAsync(before, most, unread ?? false, cancellationToken);
                return TypedResults.Ok(new NoticesBody([.. notices.Select(Compose)], await journal.UnreadAsync(cancellationToken), notices.Length == most ? notices[^1].Number : null));
            });
    }

    private static async Task<IResult> ReadAsync(HttpRequest request, IServiceProvider services, IOptions<ApiOptions> options, TimeProvider time, CancellationToken cancellationToken)
    {
        var (body, fault) = await JsonBody.ReadAsync(request, ApiJson.Default.NoticeReadBody, options.Value.BodyBytesMax, cancellationToken);
        return body is null
            ? fault!
            : await WithJournalAsync(services, async journal => TypedResults.Ok(new NoticeUnreadBody(await journal.MarkReadAsync(body.UpTo, time.GetUtcNow(), cancellationToken))));
    }

    private static Task<IResult> TestAsync(IServiceProvider services, TimeProvider time, CancellationToken cancellationToken) => WithJournalAsync(services, async journal =>
    {
        await journal.TellAsync("Test", "This is a test of the hub's notices.", Urgency.Normal, time.GetUtcNow(), cancellationToken);
        return TypedResults.NoContent();
    });

    private static Task<IResult> WithJournalAsync(IServiceProvider services, Func<INoticeJournal, Task<IResult>> work) => StoreBoundary.AskAsync(
        services, () => Problem.Of(StatusCodes.Status503ServiceUnavailable, "notices.none", "There are no notices", "This hub keeps none."),
        "notices.unreadable", "Notices cannot be read or written", work);

    private static NoticeBody Compose(Notice notice) => new(
        notice.Number, notice.At, notice.To, notice.Title, notice.Message, NoticeJson.Word(notice.Urgency), notice.Automation.Length == 0 ? null : notice.Automation,
        notice.ReadAt is not null, [.. notice.Missed.Select(missed => new MissedBody(missed.Channel, missed.Why))]);
}
