package genesys

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	// What encoding/json/v2 is made of: it streams faster, says where a fault is, and refuses a field that stands twice.
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

const notValid = "it is not valid JSON"

// newDecoder reads JSON as it comes. A name with a damaged letter is a name all the same.
func newDecoder(r io.Reader) *jsontext.Decoder {
	return jsontext.NewDecoder(r, jsontext.AllowInvalidUTF8(true))
}

// opens reads the bracket or brace that an answer starts with, or says what the answer is not.
func opens(answer *jsontext.Decoder, bracket jsontext.Kind, not string) error {
	start, err := answer.ReadToken()
	if err != nil {
		return err
	}
	if start.Kind() != bracket {
		return &AnswerError{What: not}
	}
	return nil
}

// more reports whether another element of the array, or field of the object, that is being read follows; a fault is
// found by whoever reads it.
func more(answer *jsontext.Decoder, closing jsontext.Kind) bool { return answer.PeekKind() != closing }

// decodeFields reads an object, or null as one without fields. It hands each field's name to read, valid until that reads
// the value, which it must. For what there are thousands of: by hand it takes a quarter less time than by reflection.
func decodeFields(answer *jsontext.Decoder, read func(name []byte) error) error {
	start, err := answer.ReadToken()
	if err != nil || start.Kind() == jsontext.KindNull {
		return err
	}
	if start.Kind() != jsontext.KindBeginObject {
		return misplaced(answer, start.Kind())
	}
	for more(answer, '}') {
		name, err := answer.ReadValue()
		if err != nil {
			return err
		}
		unquoted := name[1 : len(name)-1]
		if bytes.IndexByte(unquoted, '\\') >= 0 {
			unquoted, _ = jsontext.AppendUnquote(nil, name)
		}
		if err := read(unquoted); err != nil {
			return err
		}
	}
	_, err = answer.ReadToken() // the closing brace
	return err
}

// decodeText reads a string, or null as none.
func decodeText(answer *jsontext.Decoder, into *string) error {
	text, err := answer.ReadToken()
	if err != nil {
		return err
	}
	switch text.Kind() {
	case jsontext.KindNull:
	case jsontext.KindString:
		*into = text.String()
	default:
		return misplaced(answer, text.Kind())
	}
	return nil
}

// misplaced says that the JSON value which has just begun is not of the kind that belongs there.
func misplaced(answer *jsontext.Decoder, kind jsontext.Kind) error {
	return &json.SemanticError{JSONPointer: answer.StackPointer(), JSONKind: kind}
}

// decodeRow reads the element of an array, counted from 1, so that a fault can name it.
func decodeRow(answer *jsontext.Decoder, into any, number int) error {
	return rowFault(json.UnmarshalDecode(answer, into), number)
}

// rowFault names what is wrong with a row, or with the answer where the number is 0. The answer has begun, so its end
// is an early one.
func rowFault(err error, number int) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return io.ErrUnexpectedEOF
	}
	if what := jsonFault(err, number > 0); what != "" {
		return &AnswerError{Row: number, What: what}
	}
	return err
}

// nothingFollows refuses what follows the answer.
func nothingFollows(answer *jsontext.Decoder) error {
	_, err := answer.ReadToken()
	if errors.Is(err, io.EOF) {
		return nil
	}
	if _, syntax := errors.AsType[*jsontext.SyntacticError](err); err == nil || syntax {
		return &AnswerError{What: "there is more after its end"}
	}
	return err
}

// jsonFault says what is wrong with JSON, quoting none of its values, which may be names: "" where the error is about
// something else. Fields are named as seen from their row, if it is in one.
func jsonFault(err error, inRow bool) string {
	if errors.Is(err, jsontext.ErrDuplicateName) {
		return "a field is there twice" // Any field, of any object: its name may be anything.
	}
	if _, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		return notValid
	}
	mismatch, ok := errors.AsType[*json.SemanticError](err)
	if !ok {
		return ""
	}
	field, kind := fieldAt(mismatch.JSONPointer, inRow), kindName(mismatch.JSONKind)
	if field == "" {
		return fmt.Sprintf("there is a JSON %s where it does not belong", kind)
	}
	return fmt.Sprintf("%s is a JSON %s", field, kind)
}

// fieldAt is a field as its path from the row or the answer, such as metrics.count.
func fieldAt(pointer jsontext.Pointer, inRow bool) string {
	var path []string
	for token := range pointer.Tokens() {
		_, notIndex := strconv.Atoi(token)
		switch {
		case notIndex != nil:
			path = append(path, token)
		case inRow:
			path, inRow = nil, false
		}
	}
	return strings.Join(path, ".")
}

func kindName(kind jsontext.Kind) string {
	switch kind {
	case jsontext.KindNull:
		return "null"
	case jsontext.KindTrue, jsontext.KindFalse:
		return "boolean"
	case jsontext.KindString:
		return "string"
	case jsontext.KindNumber:
		return "number"
	case jsontext.KindBeginObject:
		return "object"
	case jsontext.KindBeginArray:
		return "array"
	}
	return "value"
}
