using IotHub.Contracts.Model;
using IotHub.Contracts.Values;
using IotHub.DeviceSim.Certification.Sessions;
using IotHub.DeviceSim.Certification.Values;

namespace IotHub.DeviceSim.Certification.Checks;

/// <summary>Sets every writable property to what is permitted, to what is not, and puts it back.</summary>
internal sealed class WriteChecks : ICheckGroup
{
    private const int BadValue = -4005;

    public string Title => "setting properties";

    public IReadOnlyList<Clause> About =>
        [Clauses.Takes, Clauses.Change, Clauses.True, Clauses.WriteOnly, Clauses.BadValue];

    public async Task RunAsync(CheckContext context, CancellationToken cancellationToken)
    {
        var guarded = context.Contract.Properties.Where(property => property.IsWritable).Except(context.Writable).ToList();
        if (guarded.Count > 0)
        {
            context.Results.NotChecked(Clauses.Takes, string.Join(", ", guarded.Take(8).Select(property => property.Key)), "could lock, open or erase something; say --all-actions");
        }

        var tried = context.Writable.Take(context.Options.Slow ? int.MaxValue : CertificationLimits.PropertiesTried).ToList();
        var left = context.Writable.Count() - tried.Count;
        if (left > 0)
        {
            context.Results.NotChecked(Clauses.Takes, $"{left} further properties", $"the first {CertificationLimits.PropertiesTried} are tried; say --slow for all");
        }

        foreach (var property in tried)
        {
            await new OneProperty(context, property).RunAsync(cancellationToken);
        }
    }

    /// <summary>The checks of one property, and what is known of its value meanwhile.</summary>
    private sealed class OneProperty(CheckContext context, ContractProperty property)
    {
        private PropertyValue _current;

        public async Task RunAsync(CancellationToken cancellationToken)
        {
            // Asked anew: setting the properties before this one may have moved it, as a motor's command moves its target.
            _current = property.Access.HasFlag(PropertyAccess.Read) ? await context.ReadAsync(property, cancellationToken) : context.Session.Ask(_ => context.Facts.Last(property, 0));
            var before = _current;
            var legal = LegalValues.Of(property);
            if (legal.IsEmpty)
            {
                context.Results.NotChecked(Clauses.Takes, property.Key, "the contract permits no value that could be tried");
            }

            foreach (var value in legal)
            {
                await TakeAsync(value, cancellationToken);
            }

            await RefuseAsync(cancellationToken);
            if (before.HasValue && !ValueText.IsSame(before, _current) && ValueCoercion.TryCheck(property, before, out _, out _))
            {
                await TakeAsync(before, cancellationToken);
            }
        }

        private async Task TakeAsync(PropertyValue value, CancellationToken cancellationToken)
        {
            var from = context.Session.Count;
            var exchange = await context.SetAsync(property, RequestText.Raw(value), cancellationToken);
            if (exchange.Response is not { } response)
            {
                return;
            }

            var isTaken = response.Code is 0 or 1 && CheckContext.CodeOf(exchange, property) is null;
            if (!context.Results.Judge(isTaken, Clauses.Takes, property.Key, $"code 0 or 1 for the permitted value {RequestText.Raw(value)}", exchange.Show()))
            {
                return;
            }

            if (response.Code == 1)
            {
                await ReachAsync(value, from, exchange, cancellationToken);
            }

            await JudgeChangeAsync(value, from, exchange, cancellationToken);
            await JudgeTruthAsync(value, from, exchange, cancellationToken);
            JudgeStays(value, from);
            _current = value;
        }

        private async Task ReachAsync(PropertyValue value, int from, Exchange exchange, CancellationToken cancellationToken)
        {
            if (property.Access.HasFlag(PropertyAccess.Notify))
            {
                var reached = await context.Session.UntilAsync(_ => context.Facts.ReportedAt(property, value, from) is not null, CertificationLimits.AcceptedTime, cancellationToken);
                context.Results.Judge(reached, Clauses.Accepted, property.Key, $"{RequestText.Raw(value)} reported within 60 s of code 1", reached ? "reported" : exchange.Show());
            }
        }

        private async Task JudgeChangeAsync(PropertyValue value, int from, Exchange exchange, CancellationToken cancellationToken)
        {
            if (!property.Access.HasFlag(PropertyAccess.Notify) || !_current.HasValue || ValueText.IsSame(_current, value))
            {
                return;
            }

            var answered = exchange.AnsweredAt ?? context.Session.Now;
            var due = answered + CertificationLimits.ChangeTime + CertificationLimits.WayTime;
            var left = due - context.Session.Now;
            if (exchange.Code == 0 && left > TimeSpan.Zero)
            {
                await context.Session.UntilAsync(_ => context.Facts.ReportedAt(property, value, from) is not null, left, cancellationToken);
            }

            var (at, last) = context.Session.Ask(_ => (context.Facts.ReportedAt(property, value, from), context.Facts.Last(property, from)));
            var isInTime = at is not null && (at <= due || exchange.Code == 1);
            var seen = at is { } time ? $"reported {Math.Max(0, (time - answered).TotalSeconds):0.00} s after the answer" : last.HasValue ? $"reported {RequestText.Raw(last)}" : "no report of it";
            context.Results.Judge(isInTime, Clauses.Change, property.Key, $"{RequestText.Raw(value)} reported within 1 s of the answer", seen);
        }

        /// <summary>Judged when the device has been asked for the value: what it reported before its answer is here by then, so that a value from before that comes after the new one is seen.</summary>
        private void JudgeStays(PropertyValue value, int from)
        {
            var (at, last) = context.Session.Ask(_ => (context.Facts.ReportedAt(property, value, from), context.Facts.Last(property, from)));
            if (property.Access.HasFlag(PropertyAccess.Notify) && at is not null && !ValueText.IsSame(_current, value) && !ValueText.IsSame(last, value))
            {
                context.Results.Fail(Clauses.True, property.Key, $"{RequestText.Raw(value)} stays the value reported last", $"reported {RequestText.Raw(last)} after it");
            }
        }

        private async Task JudgeTruthAsync(PropertyValue value, int from, Exchange exchange, CancellationToken cancellationToken)
        {
            var said = CheckContext.ValueOf(exchange, property);
            if (said.HasValue && exchange.Code == 0)
            {
                context.Results.Judge(ValueText.IsSame(said, value), Clauses.True, property.Key, $"{RequestText.Raw(value)} in the answer", exchange.Show());
            }

            if (property.Access.HasFlag(PropertyAccess.Read))
            {
                var asked = await context.GetAsync([property.Key], cancellationToken);
                var now = CheckContext.ValueOf(asked, property);
                if (asked.IsAnswered)
                {
                    context.Results.Judge(ValueText.IsSame(now, value), Clauses.True, property.Key, $"{RequestText.Raw(value)} when asked after it was set", asked.Show());
                }
            }
            else if (!property.IsObservable)
            {
                context.Results.Judge(said.HasValue, Clauses.WriteOnly, property.Key, $"\"{property.Key}\":{RequestText.Raw(value)} in \"values\"", exchange.Show());
            }
            else if (!said.HasValue && !context.Session.Ask(_ => context.Facts.WasReported(property, from)) && !ValueText.IsSame(_current, value) && _current.HasValue)
            {
                context.Results.Fail(Clauses.True, property.Key, "the new value in the answer or in a report", exchange.Show());
            }
        }

        private async Task RefuseAsync(CancellationToken cancellationToken)
        {
            var from = context.Session.Count;
            foreach (var bad in IllegalValues.Of(property))
            {
                var exchange = await context.SetAsync(property, bad.Raw, cancellationToken);
                if (exchange.Response is null)
                {
                    continue;
                }

                var isRefused = exchange.Code == BadValue && CheckContext.CodeOf(exchange, property) == BadValue;
                context.Results.Judge(isRefused, Clauses.BadValue, $"{property.Key}: {bad.Why}", $"code -4005, and -4005 for {property.Key} in \"codes\"", exchange.Show());
            }

            if (property.Access.HasFlag(PropertyAccess.Read) && _current.HasValue)
            {
                var now = await context.ReadAsync(property, cancellationToken);
                context.Results.Judge(!now.HasValue || ValueText.IsSame(now, _current), Clauses.BadValue, $"{property.Key}: afterwards",
                    $"still {RequestText.Raw(_current)}", now.HasValue ? RequestText.Raw(now) : "not known");
                _current = now;
            }
            else if (_current.HasValue && context.Session.Ask(_ => context.Facts.Last(property, from)) is { HasValue: true } reported && !ValueText.IsSame(reported, _current))
            {
                context.Results.Fail(Clauses.BadValue, $"{property.Key}: afterwards", $"still {RequestText.Raw(_current)}", $"reported {RequestText.Raw(reported)}");
            }
        }
    }
}
