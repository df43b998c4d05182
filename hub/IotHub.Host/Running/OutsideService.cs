using IotHub.Bridges.Messages;
using IotHub.Bridges.Web;
using IotHub.Runtime;

namespace IotHub.Host.Running;

/// <summary>Runs what automations have to do with the world outside: MQTT messages and HTTP requests.</summary>
internal sealed partial class OutsideService : BackgroundService
{
    private readonly MessageBridge _messages;
    private readonly ILogger<OutsideService> _logger;
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) });

    /// <summary>Makes it; requests wait until it runs.</summary>
    public OutsideService(MessageBridge messages, ILogger<OutsideService> logger)
    {
        (_messages, _logger) = (messages, logger);
        Requests = new WebRequests(_client, TimeProvider.System, Tell);
        _messages.FilterRefused += (filter, fault) => LogFilterRefused(_logger, fault, filter);
    }

    /// <summary>Takes the requests.</summary>
    public WebRequests Requests { get; }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _client.Dispose();
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(_messages.RunAsync(stoppingToken), Requests.RunAsync(stoppingToken));

    private void Tell(HubOutput.WebRequested request, int? status, string why)
    {
        if (status is { } code)
        {
            LogAnswered(_logger, request.Automation, request.Method, request.Url, code);
        }
        else
        {
            LogUnanswered(_logger, request.Automation, request.Method, request.Url, why);
        }
    }

    [LoggerMessage(EventId = 9060, Level = LogLevel.Debug, Message = "{Automation}: {Method} {Url} was answered with {Status}")]
    private static partial void LogAnswered(ILogger logger, string automation, string method, string url, int status);

    [LoggerMessage(EventId = 9062, Level = LogLevel.Error, Message = "Automations do not hear {Filter}: the broker did not take the subscription")]
    private static partial void LogFilterRefused(ILogger logger, Exception fault, string filter);

    [LoggerMessage(EventId = 9061, Level = LogLevel.Warning, Message = "{Automation}: {Method} {Url} was not answered: {Why}")]
    private static partial void LogUnanswered(ILogger logger, string automation, string method, string url, string why);
}
