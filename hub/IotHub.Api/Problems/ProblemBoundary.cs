using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IotHub.Api.Problems;

/// <summary>The boundary of one request: whatever goes wrong inside becomes an answer that says so.</summary>
internal sealed partial class ProblemBoundary(RequestDelegate next, ILogger<ProblemBoundary> logger)
{
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Boundary of one request: others must go on.")]
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            await ExplainAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has left; nobody waits for an answer.
        }
        catch (BadHttpRequestException exception) when (!context.Response.HasStarted)
        {
            var code = exception.StatusCode == StatusCodes.Status413PayloadTooLarge ? "request.too-large" : "request.malformed";
            await Problem.Of(exception.StatusCode, code, "The request cannot be used", exception.Message).ExecuteAsync(context);
        }
        catch (Exception exception)
        {
            LogRequestFailed(exception, context.Request.Method, context.Request.Path.Value);
            if (context.Response.HasStarted)
            {
                throw;
            }

            await Problem.Of(
                StatusCodes.Status500InternalServerError, "hub.fault", "The hub made a mistake", "The hub could not do this; its log says why.").ExecuteAsync(context);
        }
    }

    // The framework refuses some requests with a bare status: a parameter that is no number, a method that is not there.
    private static Task ExplainAsync(HttpContext context)
    {
        var response = context.Response;
        if (response.HasStarted || response.StatusCode < StatusCodes.Status400BadRequest || response.ContentType is not null
            || !context.Request.Path.StartsWithSegments("/api"))
        {
            return Task.CompletedTask;
        }

        var (code, detail) = response.StatusCode == StatusCodes.Status400BadRequest
            ? ("request.malformed", $"A parameter of {context.Request.Path}{context.Request.QueryString} cannot be read.")
            : ("request.refused", $"{context.Request.Method} {context.Request.Path} is not possible.");
        return Problem.Of(response.StatusCode, code, "The request cannot be used", detail).ExecuteAsync(context);
    }

    [LoggerMessage(7001, LogLevel.Error, "Request {Method} {Path} failed.")]
    private partial void LogRequestFailed(Exception exception, string method, string? path);
}
