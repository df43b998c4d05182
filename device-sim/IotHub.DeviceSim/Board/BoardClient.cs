using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace IotHub.DeviceSim.Board;

/// <summary>Touches and looks at the simulated board of a hub, by its HTTP API.</summary>
/// <param name="http">With the hub's address as base.</param>
public sealed class BoardClient(HttpClient http)
{
    private const string Base = "/api/v1/board";

    /// <summary>All lines, in the order of their numbers.</summary>
    /// <exception cref="SimulationException">The hub is not there, or has no simulated board.</exception>
    public async Task<IReadOnlyList<BoardLine>> LinesAsync(CancellationToken cancellationToken) =>
        Read(await AskAsync(HttpMethod.Get, "/lines", null, cancellationToken), BoardJson.Default.BoardLineArray);

    /// <summary>All keys and encoders that the wiring uses.</summary>
    /// <exception cref="SimulationException">As above.</exception>
    public async Task<IReadOnlyList<BoardControl>> ControlsAsync(CancellationToken cancellationToken) =>
        Read(await AskAsync(HttpMethod.Get, "/inputs", null, cancellationToken), BoardJson.Default.BoardControlArray);

    /// <summary>Pulls a line up or down, or lets it go.</summary>
    /// <param name="line">Its name or number.</param>
    /// <param name="level">True for high, false for low, null to let go.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="SimulationException">As above, or there is no such line.</exception>
    public Task SetAsync(string line, bool? level, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Put, $"/lines/{Uri.EscapeDataString(line)}", level switch { true => """{"pull":true}""", false => """{"pull":false}""", _ => """{"pull":null}""" }, cancellationToken);

    /// <summary>Puts an input to its other level for a while.</summary>
    /// <param name="line">Its name or number.</param>
    /// <param name="milliseconds">For how long, 1 to 10,000; null for what the hub takes for a press.</param>
    /// <param name="bounces">How often the contact falls back at either end, 0 to 50; null for none.</param>
    /// <param name="cancellationToken">Lets go.</param>
    /// <exception cref="SimulationException">As above, or it is an output, or it is being touched.</exception>
    public Task PressAsync(string line, int? milliseconds, int? bounces, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Post, $"/lines/{Uri.EscapeDataString(line)}:press", JsonSerializer.Serialize(new BoardPress(milliseconds, bounces), BoardJson.Default.BoardPress), cancellationToken);

    /// <summary>Puts an input to a level as a bad contact does.</summary>
    /// <param name="line">Its name or number.</param>
    /// <param name="level">True for high; null for the other level than now.</param>
    /// <param name="bounces">How often it falls back, 1 to 50; null for what the hub takes.</param>
    /// <param name="milliseconds">How long that takes, 1 to 1,000; null as before.</param>
    /// <param name="cancellationToken">Ends it early, at the level.</param>
    /// <exception cref="SimulationException">As above.</exception>
    public Task BounceAsync(string line, bool? level, int? bounces, int? milliseconds, CancellationToken cancellationToken) =>
        AskAsync(
            HttpMethod.Post, $"/lines/{Uri.EscapeDataString(line)}:bounce", JsonSerializer.Serialize(new BoardBounce(level, bounces, milliseconds), BoardJson.Default.BoardBounce), cancellationToken);

    /// <summary>Presses a key of an input device.</summary>
    /// <param name="input">Name of the input device.</param>
    /// <param name="key">The key; null where it has one.</param>
    /// <param name="milliseconds">For how long, 1 to 10,000; null for what the hub takes for a press.</param>
    /// <param name="cancellationToken">Lets go.</param>
    /// <exception cref="SimulationException">As above, or the wiring uses no such key.</exception>
    public Task PressKeyAsync(string input, string? key, int? milliseconds, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Post, $"/inputs/{Uri.EscapeDataString(input)}:press", JsonSerializer.Serialize(new BoardKeyPress(key, milliseconds), BoardJson.Default.BoardKeyPress), cancellationToken);

    /// <summary>Turns an encoder.</summary>
    /// <param name="input">Name of the input device.</param>
    /// <param name="axis">The axis; null where it has one.</param>
    /// <param name="steps">How many clicks, -100 to 100 without 0; below zero to the left.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="SimulationException">As above.</exception>
    public Task TurnAsync(string input, string? axis, int steps, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Post, $"/inputs/{Uri.EscapeDataString(input)}:turn", JsonSerializer.Serialize(new BoardTurn(axis, steps), BoardJson.Default.BoardTurn), cancellationToken);

    /// <summary>All lines, and then each one that changed, until cancelled or the hub ends.</summary>
    /// <exception cref="SimulationException">The hub is not there, or has no simulated board.</exception>
    public async IAsyncEnumerable<IReadOnlyList<BoardLine>> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Base + "/changes");
        using var response = await SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw Trouble(response, await response.Content.ReadAsStringAsync(cancellationToken));
        }

        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(cancellationToken))
        {
            yield return item.EventType == "lines" ? Read(item.Data, BoardJson.Default.BoardLineArray) : [Read(item.Data, BoardJson.Default.BoardLine)];
        }
    }

    private async Task<string> AskAsync(HttpMethod method, string path, string? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, Base + path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        using var response = await SendAsync(request, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.IsSuccessStatusCode ? text : throw Trouble(response, text);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            throw new SimulationException($"The hub at {http.BaseAddress} cannot be asked: {exception.Message}", exception);
        }
        catch (TaskCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SimulationException($"The hub at {http.BaseAddress} did not answer in time.", exception);
        }
    }

    private static T Read<T>(string text, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(text, type) ?? throw new SimulationException("The hub answered nothing.");
        }
        catch (JsonException exception)
        {
            throw new SimulationException($"What answers is not a hub of this version: {exception.Message}", exception);
        }
    }

    private static SimulationException Trouble(HttpResponseMessage response, string text)
    {
        try
        {
            if (JsonSerializer.Deserialize(text, BoardJson.Default.BoardTrouble) is { Detail: { } detail })
            {
                return new SimulationException(detail);
            }
        }
        catch (JsonException)
        {
            // Something else than a hub answered: its status is all there is to say.
        }

        return new SimulationException($"The hub answered {(int)response.StatusCode}.");
    }
}
