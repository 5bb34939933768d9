package genesys

import (
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// decodeList reads an answer that is an object with one array, element by element: an answer that lists every evaluation
// of a week is not held as a whole, and a fault can name its row. The field is the array's; element must decode one,
// counted from 1. Numbers of other fields go where numbers says, and the rest is skipped.
//
// An object without anything in it has an empty array: the SDKs call every field of an answer optional. One that has
// other fields but not this one is refused.
func decodeList(answer *jsontext.Decoder, field string, numbers map[string]*wireNumber, element func(number int) error) error {
	if err := opens(answer, '{', "it is not a JSON object"); err != nil {
		return err
	}
	found, empty := false, true
	for more(answer, '}') {
		empty = false
		key, err := answer.ReadToken()
		if err != nil {
			return rowFault(err, 0)
		}
		name := key.String()
		switch number := numbers[name]; {
		case name == field:
			found = true
			err = decodeElements(answer, field, element)
		case number != nil:
			err = json.UnmarshalDecode(answer, number)
		default:
			err = answer.SkipValue()
		}
		if err != nil {
			return rowFault(err, 0)
		}
	}
	if _, err := answer.ReadToken(); err != nil { // the closing brace
		return rowFault(err, 0)
	}
	if !found && !empty {
		return &AnswerError{What: field + " is missing"}
	}
	return nothingFollows(answer)
}

func decodeElements(answer *jsontext.Decoder, field string, element func(number int) error) error {
	if err := opens(answer, '[', field+" is not a JSON array"); err != nil {
		return err
	}
	for number := 1; more(answer, ']'); number++ {
		if err := element(number); err != nil {
			return err
		}
	}
	_, err := answer.ReadToken() // the closing bracket
	return err
}
