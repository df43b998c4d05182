using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using IotHub.Contracts.Diagnostics;
using IotHub.Runtime;

namespace IotHub.Api.Tests.Automations;

public sealed class FileEndpointsTests
{
    private static readonly Uri Files = new("/api/v1/files", UriKind.Relative);

    [Fact]
    public async Task Export_Home_HasEachDocumentToTheLetter()
    {
        await using var api = await ApiFixture.StartAsync();

        await using var stream = await api.Http.GetStreamAsync(Files);
        using var archive = new ZipArchive(stream);

        Assert.Equal(["scenes/movie.json", "automations/evening.json"], archive.Entries.Select(entry => entry.FullName));
        using var reader = new StreamReader(await archive.Entries[1].OpenAsync());
        Assert.Equal(SampleHome.Automation.Text, await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task Import_Files_AreTakenInTheOrderOfTheirNeedsEachForItself()
    {
        await using var api = await ApiFixture.StartAsync();
        api.OnInput = input => input is HubInput.PutScene
            ? HubAnswer.No("scene.invalid", "faulty", [new Diagnostic(DiagnosticSeverity.Error, "scene.x", "/set", 2, 3, "Faulty.")])
            : HubAnswer.Yes();

        var (status, body) = await SendAsync(api, ("automations/a.json", "{ }"), ("scenes/s.json", "{}"), ("people/anna.json", "{}"), ("readme.txt", "x"), ("automations/No Id.json", "{}"));

        Assert.Equal(200, status);
        Assert.Equal(["people/anna.json", "automations/a.json"], body.GetProperty("taken").EnumerateArray().Select(file => file.GetString()));
        Assert.Equal(["readme.txt", "automations/No Id.json", "scenes/s.json"], body.GetProperty("refused").EnumerateArray().Select(file => file.GetProperty("file").GetString()));
        Assert.Equal(2, body.GetProperty("refused")[2].GetProperty("diagnostics")[0].GetProperty("line").GetInt32());
        Assert.Equal(["PutDocument", "PutScene", "PutAutomation"], api.Inputs.Select(input => input.GetType().Name));
        Assert.Equal("{ }", api.Inputs.OfType<HubInput.PutAutomation>().Single().Text);
    }

    [Fact]
    public async Task Import_FileThatUnpacksToMuch_IsRefusedUnread()
    {
        await using var api = await ApiFixture.StartAsync();

        var (status, body) = await SendAsync(api, ("automations/big.json", new string(' ', 4_000_000)));

        Assert.Equal(200, status);
        Assert.Contains("larger than", body.GetProperty("refused")[0].GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Empty(api.Inputs);
    }

    [Theory]
    [InlineData("application/zip", 400)]
    [InlineData("application/json", 415)]
    public async Task Import_NoArchive_IsRefused(string type, int expected)
    {
        await using var api = await ApiFixture.StartAsync();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes("no archive"));
        content.Headers.ContentType = new MediaTypeHeaderValue(type);

        using var response = await api.Http.PostAsync(Files, content);

        Assert.Equal(expected, (int)response.StatusCode);
    }

    private static async Task<(int Status, JsonElement Body)> SendAsync(ApiFixture api, params (string Name, string Text)[] files)
    {
        using var buffer = new MemoryStream();
        await using (var archive = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in files)
            {
                await using var entry = await archive.CreateEntry(name).OpenAsync();
                await entry.WriteAsync(Encoding.UTF8.GetBytes(text));
            }
        }

        using var content = new ByteArrayContent(buffer.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/zip");
        using var response = await api.Http.PostAsync(Files, content);
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return ((int)response.StatusCode, body.RootElement.Clone());
    }
}
