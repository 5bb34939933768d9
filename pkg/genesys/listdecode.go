package genesys

import (
	"encoding/json"
)

// decodeList reads an answer that is an object with one array, element by element: an answer that lists every evaluation
// of a week is not held as a whole, and a fault can name its row. The field is the array's; element must decode one,
// counted from 1. Numbers of other fields go where numbers says, and the rest is skipped.
//
// An object without anything in it has an empty array: the SDKs call every field of an answer optional. One that has
// other fields but not this one is refused.
func decodeList(answer *json.Decoder, field string, numbers map[string]*wireNumber, element func(number int) error) error {
	if start, err := answer.Token(); err != nil {
		return err
	} else if start != json.Delim('{') {
		return &AnswerError{What: "it is not a JSON object"}
	}
	found, empty := false, true
	for answer.More() {
		empty = false
		key, err := answer.Token()
		if err != nil {
			return rowFault(err, 0)
		}
		name, _ := key.(string)
		switch number := numbers[name]; {
		case name == field && found: // a number counted twice is the worst answer
			return &AnswerError{What: field + " is there twice"}
		case name == field:
			found = true
			err = decodeElements(answer, field, element)
		case number != nil:
			err = answer.Decode(number)
		default:
			var skipped json.RawMessage
			err = answer.Decode(&skipped)
		}
		if err != nil {
			return rowFault(err, 0)
		}
	}
	if _, err := answer.Token(); err != nil { // the closing brace
		return rowFault(err, 0)
	}
	if !found && !empty {
		return &AnswerError{What: field + " is missing"}
	}
	return nothingFollows(answer)
}

func decodeElements(answer *json.Decoder, field string, element func(number int) error) error {
	if start, err := answer.Token(); err != nil {
		return err
	} else if start != json.Delim('[') {
		return &AnswerError{What: field + " is not a JSON array"}
	}
	for number := 1; answer.More(); number++ {
		if err := element(number); err != nil {
			return err
		}
	}
	_, err := answer.Token() // the closing bracket
	return err
}
