{{/* The name of a service's objects. Takes root and name. */}}
{{- define "graft.name" -}}
{{- $name := printf "%s-%s" .root.Release.Name .name -}}
{{- if gt (len $name) 58 -}}
{{- fail (printf "the release name %q is too long: %q must not have more than 58 characters" .root.Release.Name $name) -}}
{{- end -}}
{{- $name -}}
{{- end }}

{{/* What selects the pods of the release. */}}
{{- define "graft.selector" -}}
app.kubernetes.io/name: graft
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{/* What every object carries. Takes root and name. */}}
{{- define "graft.labels" -}}
{{ include "graft.selector" .root }}
app.kubernetes.io/component: {{ .name }}
app.kubernetes.io/part-of: graft
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
{{- end }}
