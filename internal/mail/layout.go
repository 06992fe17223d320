package mail

// The pieces of the HTML. Each %s is a place for a value.
//
// Tables only where Outlook needs them: to centre the card and to colour the button. Colours have a contrast of 4.5 or more, in light and dark;
// the classes are for programs that know dark, the inline styles for all others.
const (
	layoutHead = `<!DOCTYPE html>
<html lang="%s">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>%s</title>
<style>
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .ground { background-color: #111113 !important; }
  .card { background-color: #19191b !important; border-color: #3a3a3f !important; }
  .card, .words, .title, .code { color: #eeeef0 !important; }
  .quiet { color: #b5b5bd !important; }
  .code { background-color: #26262a !important; border-color: #3a3a3f !important; }
  .plain { color: #8ec8ff !important; }
}
</style>
</head>
<body class="ground" style="margin:0;padding:0;background-color:#f4f4f6">
<table role="presentation" class="ground" width="100%%" cellpadding="0" cellspacing="0" border="0" style="background-color:#f4f4f6">
<tr><td align="center" style="padding:24px 12px">
<table role="presentation" class="card" width="100%%" cellpadding="0" cellspacing="0" border="0" style="max-width:560px;background-color:#ffffff;border:1px solid #d9d9e0;border-radius:8px;font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5;color:#1c2024;text-align:left">
<tr><td style="padding:28px 28px 24px">
<p class="quiet" style="margin:0 0 20px;font-size:14px;font-weight:600;color:#5a6069">%s</p>
<h1 class="title" style="margin:0 0 16px;font-size:22px;line-height:1.3;font-weight:600;color:#1c2024">%s</h1>
<p class="words" style="margin:0 0 16px;overflow-wrap:anywhere;color:#1c2024">%s</p>
`
	layoutParagraph = `<p class="words" style="margin:0 0 16px;color:#1c2024">%s</p>
`
	layoutSaid = `<div class="words" style="margin:0 0 20px;padding:2px 0 2px 14px;border-left:3px solid #b9bbc6;white-space:pre-wrap;overflow-wrap:anywhere;color:#1c2024">%s</div>
`
	layoutButton = `<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:8px 0 20px">
<tr><td bgcolor="#0b5cbf" style="border-radius:6px;background-color:#0b5cbf;mso-padding-alt:12px 22px"><a href="%s" style="display:inline-block;padding:12px 22px;font-weight:600;color:#ffffff;text-decoration:none">%s</a></td></tr>
</table>
`
	layoutOther = `<p class="words" style="margin:0 0 20px"><a class="plain" href="%s" style="color:#0b5cbf">%s</a></p>
`
	layoutCode = `<p class="code" style="margin:8px 0 20px;padding:14px 18px;background-color:#f4f4f6;border:1px solid #d9d9e0;border-radius:6px;font-family:ui-monospace,Menlo,Consolas,monospace;font-size:32px;line-height:1.2;font-weight:600;letter-spacing:6px;color:#1c2024">%s</p>
`
	layoutPassword = `<p class="code" style="margin:8px 0 20px;padding:14px 14px;background-color:#f4f4f6;border:1px solid #d9d9e0;border-radius:6px;font-family:ui-monospace,Menlo,Consolas,monospace;font-size:18px;line-height:1.3;font-weight:600;letter-spacing:1px;white-space:nowrap;color:#1c2024">%s</p>
`
	layoutPlain = `<p class="quiet" style="margin:0;font-size:14px;color:#5a6069">%s<br><a class="plain" href="%s" style="color:#0b5cbf;overflow-wrap:anywhere;word-break:break-all">%s</a></p>
`
	layoutFoot = `</td></tr>
</table>
<p class="quiet" style="max-width:560px;margin:16px 0 0;font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:13px;line-height:1.5;color:#5a6069;overflow-wrap:anywhere">%s</p>
</td></tr>
</table>
</body>
</html>
`
)
