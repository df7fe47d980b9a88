// Checks the signature of a webhook, as GitHub and others make it: HMAC-SHA256 of the body, in hexadecimal.
// Nothing but Go's standard library: the loop at the end is all that a function needs to speak the Runtime API.
package main

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"strings"
)

// What a function URL hands over, as far as it is needed here.
type request struct {
	Headers         map[string]string `json:"headers"`
	Body            string            `json:"body"`
	IsBase64Encoded bool              `json:"isBase64Encoded"`
}

type response struct {
	StatusCode int    `json:"statusCode"`
	Body       string `json:"body"`
}

func handle(event []byte) (any, error) {
	var call request
	if err := json.Unmarshal(event, &call); err != nil {
		return nil, fmt.Errorf("not a request: %w", err)
	}
	body := []byte(call.Body)
	if call.IsBase64Encoded {
		decoded, err := base64.StdEncoding.DecodeString(call.Body)
		if err != nil {
			return nil, fmt.Errorf("body is not base64: %w", err)
		}
		body = decoded
	}
	sent, err := hex.DecodeString(strings.TrimPrefix(call.Headers["x-hub-signature-256"], "sha256="))
	mac := hmac.New(sha256.New, []byte(os.Getenv("WEBHOOK_SECRET")))
	mac.Write(body)
	if err != nil || !hmac.Equal(sent, mac.Sum(nil)) {
		return response{http.StatusUnauthorized, "signature does not match"}, nil
	}
	return response{http.StatusOK, fmt.Sprintf("%d bytes accepted", len(body))}, nil
}

func main() {
	if os.Getenv("WEBHOOK_SECRET") == "" {
		log.Fatal("WEBHOOK_SECRET is not set")
	}
	api := "http://" + os.Getenv("AWS_LAMBDA_RUNTIME_API") + "/2018-06-01/runtime/invocation/"
	for {
		next, err := http.Get(api + "next")
		if err != nil {
			log.Fatal(err)
		}
		event, err := io.ReadAll(next.Body)
		next.Body.Close()
		if err != nil {
			log.Fatal(err)
		}
		reply(api+next.Header.Get("Lambda-Runtime-Aws-Request-Id"), event)
	}
}

func reply(invocation string, event []byte) {
	kind := "/response"
	answer, err := handle(event)
	if err != nil {
		log.Print(err)
		kind, answer = "/error", map[string]string{"errorType": "BadEvent", "errorMessage": err.Error()}
	}
	text, err := json.Marshal(answer)
	if err != nil {
		log.Fatal(err)
	}
	done, err := http.Post(invocation+kind, "application/json", bytes.NewReader(text))
	if err != nil {
		log.Fatal(err)
	}
	done.Body.Close()
}
