using IotHub.Testing;

namespace IotHub.Api.Tests;

public sealed class OpenApiTests
{
    [Fact]
    public async Task Document_OfRunningApi_IsTheApprovedOne()
    {
        await using var api = await ApiFixture.StartAsync();

        var document = await api.Http.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative));

        ApprovedText.AssertSame(document.ReplaceLineEndings("\n").TrimEnd() + "\n", "docs", "api", "openapi.v1.json");
    }
}
