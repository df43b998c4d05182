using IotHub.Api.Notices;
using IotHub.Automation.Actions;
using IotHub.Devices;
using IotHub.Runtime;
using IotHub.Testing;

namespace IotHub.Api.Tests.Notices;

public sealed class NoticeTests
{
    [Fact]
    public void Offer_MoreThanAreKept_DropsTheOldestAndCountsAll()
    {
        var box = new NoticeBox(new ManualTime(SampleHome.Start));
        for (var i = 1; i <= NoticeBox.NoticesMax + 3; i++)
        {
            box.Offer([Notice($"{i}")]);
        }

        Assert.Equal(NoticeBox.NoticesMax + 3, box.Now.Count);
        Assert.Equal(NoticeBox.NoticesMax, box.Now.Notices.Length);
        Assert.Equal(("203", "4"), (box.Now.Notices[0].Message, box.Now.Notices[^1].Message));
        Assert.Equal(SampleHome.Start, box.Since);
    }

    [Fact]
    public async Task Get_Notices_AreNewestFirstWithTheAutomationByName()
    {
        await using var api = await ApiFixture.StartAsync();
        api.Notices.Offer([Notice("The window is open.", "evening"), Notice("Set the clock.")]);

        var (status, body) = await api.SendAsync(HttpMethod.Get, "/api/v1/notices");

        Assert.Equal((200, 2), (status, body.GetProperty("count").GetInt32()));
        Assert.Equal(
            """[{"number":2,"at":"2026-01-02T03:04:05+00:00","to":[],"title":"Home","message":"Set the clock.","urgency":"high"},{"number":1,"at":"2026-01-02T03:04:05+00:00","to":[],"title":"Home","message":"The window is open.","urgency":"high","automation":"evening","automationName":"Evening"}]""",
            body.GetProperty("notices").GetRawText());
    }

    private static HubOutput.Notified Notice(string message, string automation = "") => new([], "Home", message, Urgency.High, automation, Cause.Root(1, CauseOrigin.Automation, "evening"), SampleHome.Start);
}
