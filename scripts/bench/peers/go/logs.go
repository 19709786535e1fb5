package main

import (
	"log"
	"math"
	"os"
	"time"

	"github.com/rs/zerolog"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
)

const timestampFormat = "2006-01-02T15:04:05.000000Z07:00"

var (
	traceID = []byte{0x4b, 0xf9, 0x2f, 0x35, 0x77, 0xb3, 0x4d, 0xa6, 0xa3, 0xce, 0x92, 0x9d, 0x0e, 0x0e, 0x47, 0x36}
	spanID  = []byte{0x00, 0xf0, 0x67, 0xaa, 0x0b, 0xa9, 0x02, 0xb7}
)

// hexadecimal is what a caller writes for want of such a field in zap.
func hexadecimal(bytes []byte) string {
	const digits = "0123456789abcdef"
	text := make([]byte, 0, 32)
	for _, byte := range bytes {
		text = append(text, digits[byte>>4], digits[byte&15])
	}
	return string(text)
}

// sink gathers lines, as ours does, so that a caller seldom waits for the kernel.
func sink() *zapcore.BufferedWriteSyncer {
	null, err := os.OpenFile("/dev/null", os.O_WRONLY, 0)
	if err != nil {
		log.Fatal(err)
	}
	return &zapcore.BufferedWriteSyncer{WS: zapcore.AddSync(null), Size: 256 * 1024}
}

func milliseconds(index int) float64 {
	return math.Round(observations[index%observationCount]*1e6) / 1e3
}

// The same line as in our benchmark: a request's, with four fields of the logger and ten of its own.
var logs = []peer{
	{"logs/line", "zap", func() func() loop {
		encoding := zapcore.EncoderConfig{
			TimeKey: "ts", LevelKey: "level", MessageKey: "msg", LineEnding: zapcore.DefaultLineEnding,
			EncodeLevel: zapcore.LowercaseLevelEncoder, EncodeTime: zapcore.TimeEncoderOfLayout(timestampFormat),
		}
		core := zapcore.NewCore(zapcore.NewJSONEncoder(encoding), sink(), zapcore.InfoLevel)
		logger := zap.New(core).With(zap.String("service", "backend-service"), zap.String("version", "1.0.0"),
			zap.String("mode", "full"), zap.String("pod", "backend-service-7d4b9c6f5-x2x4z"))
		return shared(func(iterations int) {
			for i := 0; i < iterations; i++ {
				logger.Info("request completed", zap.String("event", "http.request"),
					zap.Int64("ts_ms", time.Now().UnixMilli()),
					zap.String("trace_id", hexadecimal(traceID)), zap.String("span_id", hexadecimal(spanID)),
					zap.String("method", "GET"), zap.String("route", "/products/{id}"), zap.Int("status", 200),
					zap.String("source", "backend"), zap.Float64("duration_ms", milliseconds(i)),
					zap.Int("attempt", 1), zap.String("upstream", "backend"), zap.String("address", "10.0.12.7:8080"))
			}
		})
	}},
	{"logs/line", "zerolog", func() func() loop {
		zerolog.TimestampFieldName = "ts"
		zerolog.TimeFieldFormat = timestampFormat
		zerolog.MessageFieldName = "msg"
		zerolog.TimestampFunc = func() time.Time { return time.Now().UTC() }
		logger := zerolog.New(sink()).Level(zerolog.InfoLevel).With().Timestamp().Str("service", "backend-service").
			Str("version", "1.0.0").Str("mode", "full").Str("pod", "backend-service-7d4b9c6f5-x2x4z").Logger()
		return shared(func(iterations int) {
			for i := 0; i < iterations; i++ {
				logger.Info().Str("event", "http.request").Int64("ts_ms", time.Now().UnixMilli()).
					Hex("trace_id", traceID).Hex("span_id", spanID).
					Str("method", "GET").Str("route", "/products/{id}").Int("status", 200).
					Str("source", "backend").Float64("duration_ms", milliseconds(i)).
					Int("attempt", 1).Str("upstream", "backend").Str("address", "10.0.12.7:8080").
					Msg("request completed")
			}
		})
	}},
}
