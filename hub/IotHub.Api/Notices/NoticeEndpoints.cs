using IotHub.Api.Live;
using IotHub.Automation.Actions;
using IotHub.Runtime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IotHub.Api.Notices;

/// <summary>What the hub told people.</summary>
internal static class NoticeEndpoints
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/notices", (NoticeBox box, LiveFeed feed) =>
            {
                var (count, notices) = box.Now;
                return TypedResults.Ok(new NoticesBody(box.Since, count, [.. notices.Select((notice, at) => Compose(notice, count - at, feed.Home))]));
            })
            .WithTags("notices").WithName("listNotices").WithSummary("What the hub told people since it started, newest first")
            .WithDescription($"The newest {NoticeBox.NoticesMax}. They are not kept across a restart.");

    private static NoticeBody Compose(HubOutput.Notified notice, long number, HomeProjection home) => new(
        number, notice.At, [.. notice.To], notice.Title, notice.Message,
        notice.Urgency switch { Urgency.Low => "low", Urgency.High => "high", _ => "normal" },
        notice.Automation.Length > 0 ? notice.Automation : null,
        home.Automations.TryGetValue(notice.Automation, out var automation) ? automation.Name : null);
}
